package io.credstream.cli;

import io.credstream.cli.brake.PauseCommand;
import io.credstream.cli.brake.ReleaseCommand;
import io.credstream.cli.brake.ResumeCommand;
import io.credstream.cli.brake.WithdrawCommand;
import io.credstream.cli.check.CheckCommand;
import io.credstream.cli.doctor.DoctorCommand;
import io.credstream.cli.explain.ExplainCommand;
import io.credstream.cli.fleet.FleetCommand;
import io.credstream.cli.get.GetCommand;
import io.credstream.cli.history.HistoryCommand;
import io.credstream.cli.log.Rate;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Terminal;
import io.credstream.cli.output.Terminals;
import io.credstream.cli.pin.PinCommand;
import io.credstream.cli.plan.PlanCommand;
import io.credstream.cli.replay.ReplayCommand;
import io.credstream.cli.report.ReportCommand;
import io.credstream.cli.rotation.LeakCommand;
import io.credstream.cli.rotation.RotationCommand;
import io.credstream.cli.service.BenchCommand;
import io.credstream.cli.service.DemoCommand;
import io.credstream.cli.service.IngestCommand;
import io.credstream.cli.service.ProcessorCommand;
import io.credstream.cli.service.SinkCommand;
import io.credstream.cli.service.UpCommand;
import io.credstream.cli.tail.TailCommand;
import io.credstream.cli.template.TemplateCommand;
import io.credstream.cli.text.Durations;
import io.credstream.cli.topics.TopicsCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's entry point. */
@Command(
        name = "credstream",
        header = "Propagates private-registry credentials across a fleet of Kubernetes clusters.",
        version = "credstream 0.1.0-SNAPSHOT",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            FleetCommand.class,
            TopicsCommand.class,
            GetCommand.class,
            TailCommand.class,
            HistoryCommand.class,
            ExplainCommand.class,
            ReportCommand.class,
            PlanCommand.class,
            RotationCommand.class,
            LeakCommand.class,
            ReplayCommand.class,
            PinCommand.class,
            PauseCommand.class,
            WithdrawCommand.class,
            ResumeCommand.class,
            ReleaseCommand.class,
            CheckCommand.class,
            TemplateCommand.class,
            IngestCommand.class,
            ProcessorCommand.class,
            SinkCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream demo                      see what it does, in a minute",
            "  credstream up -f fleet.yaml          everything in one process, with a broker of its own",
            "  credstream get manifests             what is propagated where",
            "  credstream get pending -o wide       what would be written, before and after",
            "  credstream tail manifests            what is recorded, as it comes",
            "  credstream explain manifest NAME     why a Manifest is as it is",
            "  credstream history manifest NAME     how it came to be so",
            "  credstream report hygiene            what somebody should look at",
            "  credstream fleet apply -f fleet.yaml --dry-run"
        })
public final class Credstream implements Runnable {

    private static final int LAST = 999;

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    private Credstream() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(execute(out, err, args));
    }

    /** Runs a command and returns its exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commandLine = commandLine();
        commandLine.setOut(Terminal.of(out)).setErr(Terminal.of(err));
        return commandLine.execute(args);
    }

    static CommandLine commandLine() {
        CommandLine root = new CommandLine(new Credstream());
        root.setColorScheme(CommandLine.Help.defaultColorScheme(Terminals.isColoured() ? Ansi.ON : Ansi.OFF));
        root.setExecutionExceptionHandler(new Failures());
        root.setParameterExceptionHandler(Credstream::usage);
        root.registerConverter(Duration.class, Durations::convert);
        root.registerConverter(When.class, When::convert);
        root.registerConverter(Rate.class, Rate::convert);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setUsageHelpWidth(110);
        prepare(root);
        root.getCommandSpec()
                .addOption(OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        return root;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }

    private static void prepare(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .order(LAST)
                .description("Show this help.")
                .build());
        spec.usageMessage().sortOptions(false);
        spec.usageMessage().sortSynopsis(false);
        spec.usageMessage().synopsisHeading("%n@|bold Usage|@%n  ");
        spec.usageMessage().descriptionHeading("%n");
        spec.usageMessage().optionListHeading("%n@|bold Options|@%n");
        spec.usageMessage().commandListHeading("%n@|bold Commands|@%n");
        spec.usageMessage().exitCodeListHeading("%n@|bold Exit codes|@%n");
        spec.usageMessage().exitCodeList(exitCodes());
        if (command.getCommandSpec().userObject() instanceof Configured<?> configured) {
            configured.prepare(command);
        }
        command.getSubcommands().values().forEach(Credstream::prepare);
    }

    private static Map<String, String> exitCodes() {
        return Arrays.stream(ExitCode.values())
                .collect(Collectors.toMap(
                        exit -> Integer.toString(exit.code()), ExitCode::description, (a, b) -> a, LinkedHashMap::new));
    }

    private static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        err.flush();
        return ExitCode.USAGE.code();
    }
}

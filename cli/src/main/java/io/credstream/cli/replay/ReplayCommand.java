package io.credstream.cli.replay;

import io.credstream.audit.answer.RestorationAnswer;
import io.credstream.cli.Configured;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.Logs;
import io.credstream.cli.fleet.FleetFileReader;
import io.credstream.cli.log.Rate;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answering;
import io.credstream.cli.output.Fields;
import io.credstream.cli.output.Output;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code credstream replay}. */
@Command(
        name = "replay",
        header =
                "Gives Manifests back the selectors that they had, drives a cluster anew, or publishes the log once more.",
        description = {
            "With --at: shows what each Manifest carried then and carries now; exit code 3 if anything is to be restored. With"
                    + " --execute it pins them to what they carried: the processor then writes that, whatever templates and"
                    + " credentials say, until the pin expires or is released ('credstream pin').",
            "",
            "Without --at: tells the processor to forget what it tried on a cluster, backoff and hold-downs, and waits until all"
                    + " of its Manifests are as they should be; exit code 3 if they are not when the time is over.",
            "",
            "With --to-topic: publishes a part of the log, decoded, for other tools; of Credstream's own nothing changes.",
            "",
            "Secrets themselves are not in the log, and cannot be restored from it."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream replay --at 2h --cluster kcp-eu                                what it would pin; changes nothing",
            "  credstream replay --at 2h --cluster kcp-eu --reason 'bad template' --execute",
            "  credstream replay --at credstream.templates-3@1234 a1b2-template-operator-1234",
            "  credstream replay --at 2h --cluster kcp-eu --reason outage --expires never --rate 10/s --execute",
            "  credstream replay --cluster kcp-eu --reason 'restored from a backup'      drive it, and wait",
            "  credstream replay --to-topic audit.credstream --from 24h --topics credentials,apply-reports"
        })
public final class ReplayCommand extends Configured<KafkaSettings> implements Answering<RestorationAnswer> {

    private static final String NEVER = "never";

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "With --at, these Manifests: cluster/namespace/name, or the end of it.")
    private List<String> names = List.of();

    @Option(names = "--at", paramLabel = "TIME", description = "Whose selectors to restore: " + When.FORMS + ".")
    private @Nullable When at;

    @Option(names = "--cluster", paramLabel = "ID", description = "All Manifests of this control plane.")
    private @Nullable String cluster;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why; recorded with who. Needed for whatever is written.")
    private @Nullable String reason;

    @Option(names = "--execute", description = "With --at: pin what differs.")
    private boolean execute;

    @Option(
            names = "--expires",
            paramLabel = "DURATION",
            defaultValue = "24h",
            description = "With --at: how long the pins hold, or never. Default: ${DEFAULT-VALUE}.")
    private String expires = "24h";

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            defaultValue = "50/s",
            description = "With --at: how many pins to write a second. Default: ${DEFAULT-VALUE}.")
    private Rate rate = new Rate(50);

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description = "Without --at: how long to wait. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofMinutes(10);

    @Option(names = "--user", paramLabel = "NAME", description = "Who wants it. Default: who runs this.")
    private String user = FleetFileReader.currentUser();

    @Mixin
    private Output output = new Output();

    @ArgGroup(exclusive = false)
    private @Nullable Republish republish;

    public ReplayCommand() {
        super(KafkaSettings.class);
    }

    @Override
    protected Logs logs(KafkaSettings settings) {
        return Logs.QUIET;
    }

    @Override
    protected ExitCode run(KafkaSettings settings) throws InterruptedException {
        if (republish != null) {
            if (at != null || cluster != null || !names.isEmpty() || execute) {
                throw usage("--to-topic changes nothing; leave out --at, --cluster, --execute and names");
            }
            return republish.run(settings, out(), err());
        }
        return at == null ? drive(settings) : restore(settings, at);
    }

    private ExitCode restore(KafkaSettings settings, When moment) throws InterruptedException {
        if (cluster == null && names.isEmpty()) {
            throw usage("Whose selectors to restore is missing; give --cluster, or the names of Manifests");
        }
        Duration validity = expires.equals(NEVER) ? null : positive("--expires", Durations.convert(expires));
        return new Restore(
                        moment,
                        new Whom(cluster, names),
                        user,
                        execute ? reason("--execute") : null,
                        validity,
                        rate,
                        output,
                        out(),
                        err())
                .run(settings);
    }

    private ExitCode drive(KafkaSettings settings) throws InterruptedException {
        if (cluster == null || !names.isEmpty() || execute) {
            throw usage(
                    "What to replay is missing; give --at to restore selectors, --cluster alone to drive a cluster, or --to-topic");
        }
        return new Drive(cluster, user, reason("--cluster"), positive("--timeout", timeout), out(), err())
                .run(settings);
    }

    private String reason(String option) {
        return Optional.ofNullable(reason)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> usage(option + " needs --reason: whoever finds it later will ask why"));
    }

    private static Duration positive(String option, Duration duration) {
        if (!duration.isPositive()) {
            throw usage(option + ": 0 is too short; write 10m, for instance");
        }
        return duration;
    }

    @Override
    public String what() {
        return "restoration";
    }

    @Override
    protected List<String> footer() {
        return Fields.help(RestorationAnswer.class);
    }

    private static Failure usage(String line) {
        return new Failure(ExitCode.USAGE, List.of(line));
    }
}

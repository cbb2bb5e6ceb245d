package io.credstream.cli;

import io.credstream.cli.output.Terminal;
import io.credstream.cli.settings.Declared;
import io.credstream.cli.settings.Setting;
import io.credstream.cli.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command with settings: each component of the record becomes a flag, a variable of the environment and a key of the file.
 *
 * @param <S> the settings
 */
@Command
public abstract class Configured<S extends Record> implements Callable<Integer> {

    private static final String MORE = "more";

    private final Class<S> type;

    @SuppressWarnings("NullAway.Init") // set by picocli
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            order = 900,
            description =
                    "Read settings from a YAML file with a key for each, spelled as --topic-prefix is: topicPrefix.")
    private @Nullable Path config;

    @Option(names = "--debug", order = 901, description = "Show stack traces, and what Kafka's clients log.")
    private boolean debug;

    protected Configured(Class<S> type) {
        this.type = type;
    }

    /** Does what the command is for. */
    protected abstract ExitCode run(S settings) throws Exception;

    /** What is logged, for this command. */
    protected abstract Logs logs(S settings);

    @Override
    public final Integer call() throws Exception {
        Map<String, String> flags = new HashMap<>();
        for (Declared declared : Declared.in(type)) {
            String value = spec.findOption(declared.flag()).getValue();
            if (value != null) {
                flags.put(declared.flag(), value);
            }
        }
        S settings = Settings.bind(type, AllSettings.RECORDS, flags, System.getenv(), config);
        (debug ? Logs.DEBUGGING : logs(settings)).apply();
        return run(settings).code();
    }

    /** More lines for the help, made only when it is shown. */
    protected List<String> footer() {
        return List.of();
    }

    protected final Terminal out() {
        return Terminal.of(spec.commandLine().getOut());
    }

    protected final Terminal err() {
        return Terminal.of(spec.commandLine().getErr());
    }

    final Class<S> type() {
        return type;
    }

    final boolean debug() {
        return debug;
    }

    /** Adds the flags of the settings; the command's own options come first in its help. */
    final void prepare(CommandLine command) {
        List<Declared> all = Declared.in(type);
        if (all.isEmpty()) {
            spec.remove(spec.findOption("--config"));
        } else {
            spec.usageMessage().optionListHeading("%n@|bold Options|@ [default; variable of the environment]%n");
        }
        for (int i = 0; i < all.size(); i++) {
            spec.addOption(flag(all.get(i), 500 + i));
        }
        List<String> sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER) + 1, MORE);
        command.setHelpSectionKeys(sections);
        command.getHelpSectionMap().put(MORE, this::more);
    }

    private String more(Help help) {
        return footer().stream()
                .map(line -> help.colorScheme().text(line).toString() + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static OptionSpec flag(Declared declared, int order) {
        Setting setting = declared.setting();
        String fallback = setting.fallback().isEmpty() ? "" : "default: " + setting.fallback() + "; ";
        boolean isSwitch = declared.type() == boolean.class;
        return OptionSpec.builder(declared.flag())
                .type(String.class)
                .arity(isSwitch ? "0..1" : "1")
                .fallbackValue(isSwitch ? "true" : "")
                .paramLabel(label(declared.type()))
                .order(order)
                .description(setting.value() + " [" + fallback + declared.variable() + "]")
                .build();
    }

    private static String label(Class<?> type) {
        if (type == Path.class) {
            return "FILE";
        }
        if (type == int.class || type == long.class) {
            return "N";
        }
        return type == Duration.class ? "DURATION" : "VALUE";
    }
}

package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CredstreamTest {

    static Stream<List<String>> commands() {
        return below(Credstream.commandLine()).stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAHelpWithExamplesAndExitCodes(List<String> command) {
        List<String> arguments = new ArrayList<>(command);
        arguments.add("--help");

        Run run = Run.of(arguments.toArray(String[]::new));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("Examples")
                .contains("  credstream " + String.join(" ", command))
                .contains("Exit codes")
                .contains("3   there is something to see")
                .doesNotContain("\u001b");
        assertThat(run.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandThatDoesSomethingShowsStackTracesIfAsked(List<String> command) {
        CommandLine line = command(command);

        assertThat(line.getSubcommands().isEmpty())
                .isEqualTo(line.getCommandSpec().findOption("--debug") != null);
    }

    @Test
    void shellsAreToldWhatThereIs() {
        Run bash = Run.of("completion", "bash");

        assertThat(bash.exitCode()).isZero();
        assertThat(bash.out())
                .contains("complete -F _complete_credstream", "bashcompinit", "safe-to-revoke", "--watch");
        assertThat(Run.of("completion", "zsh").out()).isEqualTo(bash.out());
        assertThat(Run.of("completion", "fish").exitCode()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void aCommandThatDoesNotExistIsAMatterOfUsage() {
        Run run = Run.of("get", "manfests");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err()).contains("'manfests'").contains("get manifests");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void whatIsMissingIsAMatterOfUsage() {
        assertThat(Run.of().exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(Run.of("get").exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(Run.of("fleet", "apply").err()).contains("--file=FILE").contains("credstream fleet apply --help");
    }

    @Test
    void theCommandsAreThese() {
        assertThat(commands().map(command -> String.join(" ", command)))
                .containsExactly(
                        "demo",
                        "up",
                        "fleet",
                        "fleet apply",
                        "fleet list",
                        "topics",
                        "topics print",
                        "topics check",
                        "topics apply",
                        "topics copy",
                        "get",
                        "get clusters",
                        "get credentials",
                        "get templates",
                        "get bindings",
                        "get manifests",
                        "get pending",
                        "get held",
                        "get orders",
                        "get dead-letters",
                        "tail",
                        "history",
                        "history manifest",
                        "history credential",
                        "history template",
                        "history cluster",
                        "explain",
                        "explain manifest",
                        "report",
                        "report hygiene",
                        "report expiry",
                        "plan",
                        "rotation",
                        "rotation status",
                        "rotation wait",
                        "rotation safe-to-revoke",
                        "leak",
                        "replay",
                        "pin",
                        "pin list",
                        "pin release",
                        "pause",
                        "withdraw",
                        "resume",
                        "release",
                        "check",
                        "template",
                        "template label",
                        "ingest",
                        "processor",
                        "sink",
                        "bench",
                        "bench propagation",
                        "bench log",
                        "bench processor",
                        "bench watches",
                        "bench isolation",
                        "doctor",
                        "completion");
    }

    @Test
    void fieldsOfTheJsonAreDocumented() {
        assertThat(Run.of("get", "credentials", "--help").out())
                .contains("usedBy                   how many Manifests have a layer that selects it");
    }

    @Test
    void noCommandHasASettingWithoutAVariable() {
        assertThat(Run.of("get", "clusters", "--help").out().replaceAll("\\s+", " "))
                .contains("[default: 127.0.0.1:29092; CREDSTREAM_BOOTSTRAP_SERVERS]");
    }

    static CommandLine command(List<String> words) {
        CommandLine command = Credstream.commandLine();
        for (String word : words) {
            command = Objects.requireNonNull(command.getSubcommands().get(word));
        }
        return command;
    }

    static List<List<String>> below(CommandLine commandLine) {
        List<List<String>> all = new ArrayList<>();
        commandLine.getSubcommands().forEach((name, command) -> {
            all.add(List.of(name));
            below(command)
                    .forEach(rest -> all.add(
                            Stream.concat(Stream.of(name), rest.stream()).toList()));
        });
        return all;
    }
}

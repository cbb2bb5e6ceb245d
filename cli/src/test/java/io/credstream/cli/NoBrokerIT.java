package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.projection.secret.FingerprintKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

@Timeout(15)
class NoBrokerIT {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void aBrokerThatIsNotThereIsOneClearLine() throws IOException {
        int free;
        try (ServerSocket socket = listener()) {
            free = socket.getLocalPort();
        }

        long start = System.nanoTime();
        Run run = Run.of("get", "manifests", "--bootstrap-servers", "127.0.0.1:" + free);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE.code());
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .containsExactly("No Kafka broker listens at 127.0.0.1:" + free + "; start one with "
                        + "'credstream up -f fleet.yaml', or name another with --bootstrap-servers");
    }

    static Stream<List<String>> commandsThatAskKafka() {
        return CredstreamTest.below(Credstream.commandLine()).stream().filter(NoBrokerIT::asksKafka);
    }

    /** Of every command that asks Kafka, whatever else it takes; a service waits instead. */
    @ParameterizedTest
    @MethodSource("commandsThatAskKafka")
    void everyCommandSaysItInOneLine(List<String> command, @TempDir Path folder) throws IOException {
        int free;
        try (ServerSocket socket = listener()) {
            free = socket.getLocalPort();
        }
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--bootstrap-servers", "127.0.0.1:" + free));
        arguments.addAll(required(command, folder));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("fake-canary".getBytes(StandardCharsets.UTF_8)));
        try {
            long start = System.nanoTime();
            Run run = Run.of(arguments.toArray(String[]::new));

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
            assertThat(run.err().lines())
                    .singleElement()
                    .asString()
                    .startsWith("No Kafka broker listens at 127.0.0.1:");
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE.code());
            assertThat(run.out()).isEmpty();
        } finally {
            System.setIn(before);
        }
    }

    private static boolean asksKafka(List<String> command) {
        return spec(command).findOption("--bootstrap-servers") != null
                && !List.of(
                                List.of("up"),
                                List.of("ingest"),
                                List.of("processor"),
                                List.of("sink"),
                                List.of("topics", "print"),
                                List.of("doctor"))
                        .contains(command);
    }

    /** What the command cannot do without. */
    private static List<String> required(List<String> command, Path folder) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (PositionalParamSpec parameter : spec(command).positionalParameters()) {
            if (parameter.arity().min() > 0) {
                arguments.add(command.equals(List.of("tail")) ? "manifests" : "any");
            }
        }
        if (spec(command).findOption("--fingerprint-keys") != null) {
            Path keys = folder.resolve("keys.yaml");
            FingerprintKeys.generate(keys);
            arguments.addAll(List.of("--fingerprint-keys", keys.toString()));
        }
        switch (String.join(" ", command)) {
            case "replay" -> arguments.addAll(List.of("--to-topic", "audit", "--from", "1h"));
            case "pin release", "pause", "withdraw", "resume", "release" ->
                arguments.addAll(List.of("--all", "--reason", "any"));
            case "topics copy" -> arguments.addAll(List.of("--to-prefix", "any."));
            case "plan" -> arguments.addAll(List.of("--delete", "credential", "any"));
            case "fleet apply" -> {
                Path fleet = Files.writeString(folder.resolve("fleet.yaml"), "clusters: []\n");
                arguments.addAll(List.of("-f", fleet.toString(), "--no-check"));
            }
            default -> {
                // Needs nothing else.
            }
        }
        return arguments;
    }

    private static CommandSpec spec(List<String> command) {
        return CredstreamTest.command(command).getCommandSpec();
    }

    @Test
    void somethingThatListensAndSaysNothingIsOneClearLineToo() throws IOException {
        try (ServerSocket mute = listener()) {
            long start = System.nanoTime();
            Run run = Run.of("get", "manifests", "--bootstrap-servers", "127.0.0.1:" + mute.getLocalPort());

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
            assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE.code());
            assertThat(run.err().lines()).singleElement().asString().contains("does not answer as Kafka does");
        }
    }

    @Test
    void anAddressThatIsNoneIsAMatterOfUsage() {
        Run run = Run.of("get", "manifests", "--bootstrap-servers", "kafka");

        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(run.err().lines()).containsExactly("--bootstrap-servers: 'kafka' is no address; write host:port");
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}

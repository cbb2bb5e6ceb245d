package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

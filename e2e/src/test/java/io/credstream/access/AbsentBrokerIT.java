package io.credstream.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that go away while there is nothing to do: each service says so, lives, and is ready again when they are back. */
class AbsentBrokerIT {

    private static final String SILENCE = "no contact with the consumer group";

    /** As short as brokers allow. */
    private static final String SESSION = "6s";

    @TempDir
    Path folder;

    @Test
    void anIdleServiceNoticesThatItsBrokersAreGone() throws Exception {
        // Given
        Path keys = folder.resolve("keys.yaml");
        FingerprintKeys.generate(keys);
        EmbeddedBroker broker = start(OptionalInt.empty());
        String servers = broker.bootstrapServers();
        new TopicSetup(2, 1, Duration.ofDays(1))
                .ensure(KafkaClients.of(servers), Topics.withPrefix(Topics.DEFAULT_PREFIX));
        try (Underway ingest = service(servers, "ingest", "--fingerprint-keys", keys.toString());
                Underway processor = service(servers, "processor");
                Underway sink = service(servers, "sink")) {
            List<Underway> services = List.of(ingest, processor, sink);
            services.forEach(Underway::awaitReady);
            // When
            broker.close();
            // Then
            services.forEach(service -> service.awaitNotReady(SILENCE));
            assertThat(services).allMatch(Underway::isLive);
            // When
            broker = start(OptionalInt.of(Integer.parseInt(servers.replaceFirst(".*:", ""))));
            // Then
            services.forEach(Underway::awaitReady);
        } finally {
            broker.close();
        }
    }

    @Test
    void aServiceThatStartsBeforeItsBrokersWaitsForThem() throws Exception {
        // Given
        Path keys = folder.resolve("keys.yaml");
        FingerprintKeys.generate(keys);
        Path fleet = Files.writeString(folder.resolve("fleet.yaml"), "clusters: []\n");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String servers = "127.0.0.1:" + port;
        try (Underway ingest = service(servers, "ingest", "--fingerprint-keys", keys.toString());
                Underway processor = service(servers, "processor");
                Underway sink = service(servers, "sink");
                Underway up = Underway.start(List.of(
                        "up", "-f", fleet.toString(), "--bootstrap-servers", servers, "--history-window", "1d"))) {
            List<Underway> services = List.of(ingest, processor, sink, up);
            // When
            services.forEach(service -> service.awaitNotReady("No Kafka broker listens at " + servers));
            assertThat(services).allMatch(Underway::isLive);
            EmbeddedBroker broker = start(OptionalInt.of(port));
            // Then
            try {
                services.forEach(Underway::awaitReady);
            } finally {
                broker.close();
            }
        }
    }

    private EmbeddedBroker start(OptionalInt port) {
        return EmbeddedBroker.start(folder.resolve("broker"), port);
    }

    private static Underway service(String servers, String name, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(name, "--bootstrap-servers", servers, "--history-window", "1d", "--session-timeout", SESSION));
        command.addAll(List.of(options));
        return Underway.start(command);
    }
}

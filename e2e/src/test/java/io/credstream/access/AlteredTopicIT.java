package io.credstream.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.Await;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic that somebody gave more partitions: no service ends, each says which topic it is, and goes on when it is mended. */
@Timeout(240)
class AlteredTopicIT {

    private static final TopicSetup SETUP = new TopicSetup(2, 1, Duration.ofDays(1));
    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private static final String WORDS = "has 4 partitions, the topics that are read with it have 2; stop the services";

    @TempDir
    Path folder;

    @Test
    void servicesWaitUntilItIsMended() throws Exception {
        // Given
        String altered = TOPICS.templates().name();
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
                Admin admin = KafkaClients.of(broker.bootstrapServers()).admin()) {
            SETUP.ensure(admin, TOPICS);
            List<Underway> services = new ArrayList<>();
            try {
                services.addAll(startAll(broker));
                services.forEach(Underway::awaitReady);
                // When
                Await.of(admin.createPartitions(Map.of(altered, NewPartitions.increaseTo(4)))
                        .all());
                List<Underway> late = startAll(broker);
                services.addAll(late);
                // Then
                late.forEach(service -> service.awaitNotReady("topic " + altered + " " + WORDS));
                assertThat(services).allMatch(Underway::isLive);
                // When
                Await.of(admin.deleteTopics(List.of(altered)).all());
                // Then
                services.forEach(Underway::awaitReady);
                assertThat(SETUP.differences(admin, TOPICS)).isEmpty();
            } finally {
                services.forEach(Underway::close);
            }
        }
    }

    private List<Underway> startAll(EmbeddedBroker broker) throws Exception {
        Path keys = folder.resolve("keys.yaml");
        if (Files.notExists(keys)) {
            FingerprintKeys.generate(keys);
        }
        String servers = broker.bootstrapServers();
        return List.of(
                start(servers, "ingest", "--fingerprint-keys", keys.toString()),
                start(servers, "processor"),
                start(servers, "sink"));
    }

    private static Underway start(String servers, String service, String... more) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(service, "--bootstrap-servers", servers, "--partitions", "2", "--history-window", "1d"));
        command.addAll(List.of(more));
        return Underway.start(command);
    }
}

package io.credstream.sandbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.topics.Await;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.TopicWatch;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Needs a broker. */
class TopicWatchIT {

    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private static final String REPORTS = TOPICS.applyReports().name();

    @Test
    void topicThatWentMissingIsCreatedAgainUnderAnotherId() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary();
                Admin admin = KafkaClients.of(broker.bootstrapServers()).admin();
                TopicWatch watch = TopicWatch.start(
                        () -> KafkaClients.of(broker.bootstrapServers()).admin(),
                        TopicSetup.DEFAULTS,
                        TOPICS,
                        Duration.ofMillis(100))) {
            // Given topics whose ids are known
            await().atMost(Duration.ofSeconds(30)).until(() -> watch.id(REPORTS).isPresent());
            Uuid before = watch.id(REPORTS).orElseThrow();

            // When one is deleted
            Await.of(admin.deleteTopics(List.of(REPORTS)).all());

            // Then there is another one, and nothing to say
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            watch.id(REPORTS).filter(id -> !id.equals(before)).isPresent());
            assertThat(watch.trouble()).isEmpty();
        }
    }
}

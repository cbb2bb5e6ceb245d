package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.ingest.watch.WatchSettings;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class IngestConfigTest {

    @Test
    void defaultsAreThoseOfTheDesign() {
        IngestConfig config = IngestConfig.of(KafkaSetup.of(KafkaClients.of("localhost:9092")), Path.of("keys.yaml"));
        assertThat(config.kafka().topics().prefix()).isEqualTo("credstream.");
        assertThat(config.watching().pageSize()).isEqualTo(250);
        assertThat(config.watching().watchdog()).isEqualTo(Duration.ofMinutes(3));
        assertThat(config.watching().backoff().first()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.watching().backoff().limit()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.watching().secretSelector())
                .hasToString("operator.kyma-project.io/managed-by=lifecycle-manager");
    }

    @Test
    void allProblemsAreSaidAtOnce() {
        WatchSettings wrong = WatchSettings.DEFAULTS.withPageSize(0).withWatchdog(Duration.ZERO);
        assertThatThrownBy(() -> new IngestConfig(
                        KafkaSetup.of(KafkaClients.of("localhost:9092")), Path.of("k"), Duration.ZERO, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("pageSize", "watchdog", "removalGrace");
        assertThatThrownBy(() -> new KafkaSetup(
                        KafkaClients.of(""), Topics.withPrefix("a b"), TopicSetup.DEFAULTS, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("bootstrapServers", "topicPrefix", "sessionTimeout");
    }
}

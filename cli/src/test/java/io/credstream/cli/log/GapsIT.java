package io.credstream.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Run;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a log from which more is missing than compaction takes. */
class GapsIT {

    private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();
    private final KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
    private final Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);

    @BeforeEach
    void makeTopics() throws Exception {
        new TopicSetup(1, 1, Duration.ofDays(90)).ensure(kafka, topics);
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void namesTheTopicsThatDoNotExist() throws Exception {
        // Given
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of(topics.templates().name())).all().get();
            await().until(() -> !admin.listTopics()
                    .names()
                    .get()
                    .contains(topics.templates().name())); // a broker learns it later
        }
        // When
        Run run = get("templates");
        // Then
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("There is no topic credstream.templates; nothing of what it would hold");
    }

    @Test
    void saysFromWhereOnATruncatedTopicIsGood() throws Exception {
        // Given
        append(topics.templates());
        Instant before = append(topics.templates());
        await().until(() -> Instant.now().isAfter(before.plusMillis(1)));
        Instant left = append(topics.templates());
        truncate(topics.templates(), 2);
        // When
        Run now = get("clusters");
        Run then = get("clusters", "--at", before.toString());
        Run since = get("clusters", "--at", left.toString());
        // Then
        String gap = "The log has lost its beginning: credstream.templates-0@2 is its first record, of " + left;
        assertThat(now.exitCode()).isZero();
        assertThat(now.err()).contains(gap + ". What happened since is all there");
        assertThat(then.exitCode()).isEqualTo(ExitCode.CANNOT_KNOW.code());
        assertThat(then.err()).contains(gap + ". Of " + before + " nothing can be said");
        assertThat(since.exitCode()).isZero();
    }

    private Run get(String what, String... more) {
        return Run.of(
                Stream.concat(Stream.of("get", what, "--bootstrap-servers", broker.bootstrapServers()), Stream.of(more))
                        .toArray(String[]::new));
    }

    /** A tombstone is enough. */
    private Instant append(Topic<?> topic) throws Exception {
        try (Producer<String, byte[]> producer = kafka.producer(Map.of())) {
            return Instant.ofEpochMilli(
                    producer.send(topic.tombstone("key", 1)).get().timestamp());
        }
    }

    /** Brokers refuse that for a topic that is only compacted, so somebody has to have changed it. */
    private void truncate(Topic<?> topic, long offset) throws Exception {
        try (Admin admin = kafka.admin()) {
            set(admin, topic, TopicConfig.CLEANUP_POLICY_DELETE);
            var before = Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(offset));
            await().ignoreExceptionsInstanceOf(ExecutionException.class) // a broker learns of the policy later
                    .until(() -> admin.deleteRecords(before).all().get() == null);
            set(admin, topic, TopicConfig.CLEANUP_POLICY_COMPACT);
        }
    }

    private static void set(Admin admin, Topic<?> topic, String policy) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Collection<AlterConfigOp> change = List.of(new AlterConfigOp(
                new ConfigEntry(TopicConfig.CLEANUP_POLICY_CONFIG, policy), AlterConfigOp.OpType.SET));
        admin.incrementalAlterConfigs(Map.of(resource, change)).all().get();
    }
}

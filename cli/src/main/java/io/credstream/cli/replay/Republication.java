package io.credstream.cli.replay;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.tail.RecordLine;
import io.credstream.read.Cut;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Publishes a part of the log once more, for tools that read JSON: each record as {@link RecordLine} has it, under its key, at its
 * time, in the order of time.
 */
final class Republication {

    /** What waits for the brokers waits no longer than they may take. */
    private static final Map<String, Object> AT_ONCE = Map.of(
            ProducerConfig.BUFFER_MEMORY_CONFIG, 8L * 1024 * 1024,
            ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);

    /** One partition, for order is what an audit is about; kept for ever, for a record of last month would be gone at once. */
    private static final Map<String, String> SETTINGS = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
            "CreateTime");

    private final String target;

    private Republication(String target) {
        this.target = target;
    }

    /**
     * Into a topic.
     *
     * @throws Failure if it is one of Credstream's own
     */
    static Republication of(KafkaSettings kafka, String target) {
        boolean isOurs = kafka.topicPrefix().isEmpty()
                ? kafka.topics().all().stream().anyMatch(topic -> topic.name().equals(target))
                : target.startsWith(kafka.topicPrefix());
        if (isOurs) {
            throw new Failure(
                    ExitCode.USAGE,
                    List.of("--to-topic: '" + target + "' is one of Credstream's own, whose names start with '"
                            + kafka.topicPrefix() + "'; choose another name"));
        }
        return new Republication(target);
    }

    /** Makes the topic if it is missing; whether it was. */
    boolean makeTopic(KafkaClients clients) throws InterruptedException {
        try (Admin admin = clients.admin()) {
            if (admin.listTopics().names().get().contains(target)) {
                return false;
            }
            NewTopic topic = new NewTopic(target, 1, (short) TopicSetup.DEFAULTS.replication(admin));
            admin.createTopics(List.of(topic.configs(SETTINGS))).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw unwrapped(e);
        }
    }

    /** Publishes what lies between a line and the end of what is read, and returns when all of it is in the topic. */
    Publisher.Sent publish(KafkaClients clients, LogReader log, List<Topic<?>> topics, Cut from) {
        try (Producer<String, byte[]> producer = clients.producer(AT_ONCE)) {
            Publisher publisher = new Publisher(producer, target);
            log.inOrder(topics, from, log.cut().of(topics), publisher);
            return publisher.finish();
        }
    }

    private static KafkaException unwrapped(ExecutionException e) {
        return e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e);
    }
}

package io.credstream.cli.log;

import static org.awaitility.Awaitility.await;

import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.read.TopicReader;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Credentials in a broker of their own, to which all happens that can happen to a topic. */
final class Credentials implements AutoCloseable {

    static final int PARTITIONS = 2;
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Cause CAUSE = new Cause.Observation("kcp", Kind.SECRET, "1");

    private final Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private final Topic<Credential> topic = topics.credentials();
    private EmbeddedBroker broker = EmbeddedBroker.startTemporary();
    private KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
    private Producer<String, byte[]> producer = kafka.producer(Map.of());
    private int version;

    KafkaClients kafka() {
        return kafka;
    }

    Topic<Credential> topic() {
        return topic;
    }

    /** The highest so far. */
    int version() {
        return version;
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }

    void put(int number) throws Exception {
        write(number, version + 1, false);
    }

    void delete(int number) throws Exception {
        write(number, version + 1, true);
    }

    void write(int number, int of, boolean deletion) throws Exception {
        version = Math.max(version, of);
        producer.send(record(number, of, deletion)).get();
    }

    /** Its tombstone says nothing of what is gone. */
    void deleteWithoutSaying(int number) throws Exception {
        producer.send(topic.tombstone(key(number), PARTITIONS)).get();
    }

    /** Many records of a hundred keys. */
    void churn(int records) {
        for (int i = 0; i < records; i++) {
            var unused = producer.send(record(i % 100, ++version, i % 7 == 0));
        }
        producer.flush();
    }

    ProducerRecord<String, byte[]> record(int number, int of, boolean deletion) {
        Version at = new Version(1, "" + of);
        return deletion
                ? topic.tombstone(key(number), new Deletion(Deletion.Reason.WATCH, "uid", at, CAUSE), PARTITIONS)
                : topic.record(key(number), credential(number, at), PARTITIONS);
    }

    void abort(int number) throws Exception {
        try (Producer<String, byte[]> transactional = transactional()) {
            transactional.beginTransaction();
            transactional.send(record(number, version + 1, true)).get();
            transactional.abortTransaction();
        }
    }

    Producer<String, byte[]> transactional() {
        Producer<String, byte[]> transactional = kafka.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "test"));
        transactional.initTransactions();
        return transactional;
    }

    private static Credential credential(int number, Version at) {
        return new Credential(ref(number), "uid", at, Map.of("a", "b"), List.of(), Map.of(), null, null, CAUSE);
    }

    static String key(int number) {
        return ref(number).key();
    }

    private static ObjectRef ref(int number) {
        return new ObjectRef("kcp-" + number % 5, "kcp-system", "cred-" + number);
    }

    void makeTopics() throws Exception {
        new TopicSetup(PARTITIONS, 1, Duration.ofDays(90)).ensure(kafka, topics);
    }

    void recreate() throws Exception {
        producer.close();
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of(topic.name())).all().get();
            await().atMost(PATIENCE)
                    .until(() -> !admin.listTopics().names().get().contains(topic.name()));
        }
        makeTopics();
        producer = kafka.producer(Map.of());
    }

    /** Leaves of each partition the last so many offsets. Brokers refuse that for a topic that is only compacted. */
    void truncate(int left) throws Exception {
        Map<TopicPartition, RecordsToDelete> before = new HashMap<>();
        try (TopicReader reader = new TopicReader(kafka)) {
            reader.end(List.of(topic))
                    .offsets()
                    .forEach((partition, end) ->
                            before.put(partition, RecordsToDelete.beforeOffset(Math.max(0, end - left))));
        }
        set(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        try (Admin admin = kafka.admin()) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> admin.deleteRecords(before).all().get());
        }
        set(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    void set(String setting, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET);
        try (Admin admin = kafka.admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                    .all()
                    .get();
            await().atMost(PATIENCE)
                    .until(() -> admin.describeConfigs(List.of(resource)).all().get().values().stream()
                            .allMatch(config -> config.get(setting).value().equals(value)));
        }
    }

    /** Goes on with a broker on another folder, as it is. */
    void moveTo(Path disk) {
        close();
        broker = EmbeddedBroker.start(disk, OptionalInt.empty());
        kafka = KafkaClients.of(broker.bootstrapServers());
        producer = kafka.producer(Map.of());
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}

package io.credstream.processor;

import static io.credstream.processor.Sample.KCP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.ApplyReport;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Mode;
import io.credstream.observe.Meters;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;

/** Processors on a broker, the small fleet of {@link Sample} in their topics, and an operator who has an accident with Kafka. */
final class RunningFleet implements AutoCloseable {

    static final int PARTITIONS = 4;
    static final int MANIFESTS = 40;
    static final Duration SOON = Duration.ofSeconds(45);

    private final KafkaClients clients;
    private final String prefix;
    private final Path folder;
    private final Topics topics;
    private final Admin admin;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Processor> processors = new ArrayList<>();

    RunningFleet(String bootstrapServers, String prefix, Path folder) throws InterruptedException {
        this.clients = KafkaClients.of(bootstrapServers);
        this.prefix = prefix;
        this.folder = folder;
        this.topics = Topics.withPrefix(prefix);
        this.admin = clients.admin();
        makeTopics();
    }

    Topics topics() {
        return topics;
    }

    void makeTopics() throws InterruptedException {
        setup().ensure(admin, topics);
    }

    Processor start(String instance) throws InterruptedException {
        return start(instance, config -> config);
    }

    Processor start(String instance, UnaryOperator<ProcessorConfig> with) throws InterruptedException {
        return start(instance, with, Meters.unseen());
    }

    Processor start(String instance, UnaryOperator<ProcessorConfig> with, Meters meters) throws InterruptedException {
        ProcessorConfig config = ProcessorConfig.of(
                new KafkaSetup(clients, topics, setup(), KafkaClients.SESSION_TIMEOUT), folder.resolve(instance));
        Processor processor = Processor.start(with.apply(config), meters, failures::add);
        processors.add(processor);
        return processor;
    }

    void awaitReady(Processor processor) {
        soon().untilAsserted(() -> assertThat(processor.check().reasons()).isEmpty());
    }

    /** Waits. A stream thread that is replaced ends with an exception that concerns no test. */
    static ConditionFactory soon() {
        return await().dontCatchUncaughtExceptions().atMost(SOON);
    }

    /** Everything that ingest would have told. */
    void tellAll(int credentialVersion) {
        tellClusters();
        tellCredential(credentialVersion);
        send(topics.templates(), Sample.TEMPLATE.key(), Sample.template(Sample.TEMPLATE, 1));
        send(IntStream.range(0, MANIFESTS)
                .mapToObj(i -> Sample.ref("kyma-" + i))
                .flatMap(manifest ->
                        topics.manifests().records(manifest.key(), Sample.manifest(manifest, 1), PARTITIONS).stream()));
    }

    void tellClusters() {
        send(topics.clusters(), KCP, Sample.cluster(KCP));
        send(topics.clusterStatus(), KCP, Sample.listed(KCP));
    }

    void tellCredential(int version) {
        send(
                topics.credentials(),
                Sample.CREDENTIAL.key(),
                Sample.credential(Sample.CREDENTIAL, version, "content-" + version));
    }

    <V extends Record> void send(Topic<V> topic, String key, V value) {
        send(topic.records(key, value, PARTITIONS).stream());
    }

    /** One after the other, by a producer that knows nothing of topics that have been lost. */
    private void send(Stream<ProducerRecord<String, byte[]>> records) {
        try (Producer<String, byte[]> producer = clients.producer(Map.of())) {
            records.forEach(record -> assertThat(producer.send(record)).succeedsWithin(Duration.ofSeconds(10)));
        }
    }

    /** As a sink would of everything that is pending, and until the processor has heard it. */
    void report(ApplyReport.Result result) throws Exception {
        send(updates().values().stream()
                .flatMap(update -> topics
                        .applyReports()
                        .records(update.manifest().key(), Sample.report(update, result, null), PARTITIONS)
                        .stream()));
        soon().untilAsserted(() -> assertThat(committed(topics.applyReports())).isEqualTo(MANIFESTS));
    }

    void order(Mode mode) {
        Order order = new Order(
                new Order.Target.OfCluster(KCP), new Order.Action.Brake(mode), "alice", "maintenance", Instant.now());
        send(topics.orders(), order.key(), order);
    }

    private long committed(Topic<?> topic) throws Exception {
        return offsets().entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic.name()))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    /** Until every commit of the group says that it is the processor's. */
    void awaitProofs() {
        soon().untilAsserted(() -> assertThat(offsets().values())
                .isNotEmpty()
                .allSatisfy(commit -> assertThat(commit.metadata()).startsWith("credstream/1 ")));
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets() throws Exception {
        return admin.listConsumerGroupOffsets(group())
                .partitionsToOffsetAndMetadata()
                .get();
    }

    /** Until every Manifest has a decision that follows from one and the same credential, which is none of these. */
    Set<String> awaitRevisionOtherThan(Set<String> before) {
        soon().untilAsserted(() -> {
            Set<String> revisions = revisions();
            assertThat(updates()).hasSize(MANIFESTS);
            assertThat(revisions).hasSize(1).noneMatch(before::contains);
        });
        return revisions();
    }

    private Set<String> revisions() {
        Set<String> revisions = new TreeSet<>();
        updates()
                .values()
                .forEach(update -> revisions.add(String.valueOf(update.desired().revision())));
        return revisions;
    }

    /** What is pending. */
    Map<String, ManifestUpdate> updates() {
        Map<String, ManifestUpdate> updates = new TreeMap<>();
        latest(topics.manifestUpdates()).records().forEach((key, record) -> updates.put(key, record.value()));
        return updates;
    }

    <V extends Record> LatestByKey<V> latest(Topic<V> topic) {
        LatestByKey<V> latest = new LatestByKey<>();
        try (TopicReader reader = new TopicReader(clients)) {
            reader.readToEnd(topic, latest);
        }
        return latest;
    }

    /** Every value in the topic, one after the other, of each partition. */
    <V extends Record> List<V> all(Topic<V> topic) {
        List<V> values = new ArrayList<>();
        try (TopicReader reader = new TopicReader(clients)) {
            reader.readToEnd(topic, record -> {
                if (record instanceof TopicRecord.Value<V> value) {
                    values.add(value.value());
                }
            });
        }
        return values;
    }

    void delete(Topic<?>... lost) throws Exception {
        delete(List.of(lost).stream().map(Topic::name).toList());
    }

    void deleteChangelogs() throws Exception {
        delete(changelogs());
    }

    List<String> changelogs() throws Exception {
        return admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(group() + "-"))
                .sorted()
                .toList();
    }

    /** Gives a topic one partition more. */
    void enlarge(String topic) throws Exception {
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(PARTITIONS + 1)))
                .all()
                .get();
    }

    void delete(List<String> names) throws Exception {
        assertThat(names).isNotEmpty();
        admin.deleteTopics(names).all().get();
        soon().until(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
    }

    void deleteGroup() throws Exception {
        admin.deleteConsumerGroups(List.of(group())).all().get();
    }

    /** As {@code kafka-consumer-groups --reset-offsets} does it. */
    void moveGroup(UnaryOperator<Long> endToOffset) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
        for (String topic : PropagationTopology.inputs(topics)) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TopicPartition at = new TopicPartition(topic, partition);
                long end = admin.listOffsets(Map.of(at, OffsetSpec.latest()))
                        .partitionResult(at)
                        .get()
                        .offset();
                moved.put(at, new OffsetAndMetadata(endToOffset.apply(end)));
            }
        }
        admin.alterConsumerGroupOffsets(group(), moved).all().get();
    }

    private String group() {
        return prefix + "processor";
    }

    private static TopicSetup setup() {
        return new TopicSetup(PARTITIONS, 1, Duration.ofDays(1));
    }

    @Override
    public void close() {
        processors.forEach(Processor::close);
        admin.close();
        assertThat(failures).isEmpty();
    }
}

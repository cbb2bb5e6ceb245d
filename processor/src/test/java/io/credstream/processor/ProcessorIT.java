package io.credstream.processor;

import static io.credstream.processor.Sample.KCP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.Binding;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.observe.Meters;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processors on a broker, with several partitions. */
class ProcessorIT extends WithBroker {

    private static final int PARTITIONS = 4;
    private static final List<Integer> ALL_PARTITIONS =
            IntStream.range(0, PARTITIONS).boxed().toList();
    private static final int MANIFESTS = 40;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Processor> processors = new ArrayList<>();

    private KafkaClients clients;
    private Topics topics;

    @BeforeEach
    void prepare() throws InterruptedException {
        clients = KafkaClients.of(broker.bootstrapServers());
        topics = Topics.withPrefix(prefix);
        setup().ensure(clients, topics);
    }

    @AfterEach
    void stop() {
        processors.forEach(Processor::close);
        assertThat(failures).isEmpty();
    }

    @Test
    void everyManifestGetsItsUpdateWhicheverInstanceOwnsIt() throws InterruptedException {
        start("a");
        start("b");
        givenAFleet();

        await().atMost(SOON).untilAsserted(() -> assertThat(updates()).hasSize(MANIFESTS));
        assertThat(partitionsWith(topics.bindings()))
                .as("a binding is in every partition")
                .containsExactlyElementsOf(ALL_PARTITIONS);
        updates()
                .values()
                .forEach(update -> assertThat(update.at().partition())
                        .isEqualTo(topics.manifestUpdates().partition(update.key(), PARTITIONS)));
    }

    @Test
    void aTaskThatMovesGoesOnWhereItWas() throws InterruptedException {
        Processor first = start("a");
        givenAFleet();
        await().atMost(SOON).untilAsserted(() -> assertThat(updates()).hasSize(MANIFESTS));
        start("b");
        first.close();

        ObjectRef late = Sample.ref("late");
        send(topics.manifests(), late.key(), Sample.manifest(late, 1));
        await().atMost(SOON).untilAsserted(() -> assertThat(updates()).containsKey(late.key()));
    }

    @Test
    void aProcessorHaltedBetweenChangelogAndOutputLosesNoDecision() throws InterruptedException {
        ManualGate never = new ManualGate();
        Processor halted = Processor.start(config("a"), Meters.unseen(), failures::add, gate -> never);
        givenAFleet();
        awaitCommitted();
        halted.close();
        assertThat(updates()).isEmpty();
        assertThat(latest(topics.bindings()).records()).isEmpty();

        start("a");
        await().atMost(SOON).untilAsserted(() -> assertThat(updates()).hasSize(MANIFESTS));
    }

    @Test
    void aSecondStartSaysNothingNew() throws InterruptedException {
        Processor first = start("a");
        givenAFleet();
        await().atMost(SOON).untilAsserted(() -> assertThat(updates()).hasSize(MANIFESTS));
        first.close();
        Map<String, ?> bindingsBefore = values(topics.bindings());
        Map<String, ?> updatesBefore = values(topics.manifestUpdates());

        awaitRunning(start("a"));
        assertThat(values(topics.bindings())).isEqualTo(bindingsBefore);
        assertThat(values(topics.manifestUpdates())).isEqualTo(updatesBefore);
    }

    @Test
    void afterAResetNothingOfThePastIsSaid() throws Exception {
        // Given a past in which everything was otherwise, and the last word on it in a transaction that was aborted
        Processor first = start("a");
        awaitRunning(first);
        givenAFleet();
        for (int version = 2; version < 30; version++) {
            sendCommitted(topics.credentials(), Sample.CREDENTIAL.key(), credential(version));
        }
        sendAborted(topics.credentials(), Sample.CREDENTIAL.key(), credential(30));
        await().atMost(SOON).untilAsserted(() -> assertThat(revisionsTold()).hasSizeGreaterThanOrEqualTo(29));
        first.close();
        List<String> before = revisionsTold();
        // When
        reset();
        awaitRunning(start("b"));
        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(revisionsTold()).hasSizeGreaterThan(before.size()));
        assertThat(revisionsTold().subList(before.size(), revisionsTold().size()))
                .containsOnly(before.getLast());
        assertThat(updates()).hasSize(MANIFESTS);
    }

    @Test
    void anEmptyFleetIsCaughtUpWith() throws InterruptedException {
        awaitRunning(start("a"));
    }

    @Test
    void aPartitionThatEndsInMarkersAloneIsCaughtUpWithAfterARestart() throws InterruptedException {
        Processor first = start("a");
        givenAFleet();
        await().atMost(SOON).untilAsserted(() -> assertThat(updates()).hasSize(MANIFESTS));
        first.close();
        for (int i = 0; i < PARTITIONS; i++) {
            sendAborted(topics.credentials(), Sample.CREDENTIAL.key(), credential(99));
        }
        awaitRunning(start("a"));
    }

    @Test
    void whatIsDeletedIsTombstonedInEveryPartition() throws InterruptedException {
        start("a");
        givenAFleet();
        await().atMost(SOON).untilAsserted(() -> assertThat(updates()).hasSize(MANIFESTS));
        send(Stream.of(topics.templates()
                .tombstone(Sample.TEMPLATE.key(), Sample.deletedAt(Kind.MODULE_TEMPLATE, 9), PARTITIONS)));
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(latest(topics.bindings()).records()).isEmpty();
            assertThat(updates()).as("moot").isEmpty();
        });
    }

    @Test
    void latencyPerHop() throws InterruptedException {
        awaitRunning(start("a"));
        givenAFleet();
        await().atMost(SOON).untilAsserted(() -> assertThat(updates()).hasSize(MANIFESTS));
        LatencyProbe.measure(clients, topics, PARTITIONS);
    }

    private Processor start(String instance) throws InterruptedException {
        Processor processor = Processor.start(config(instance), Meters.unseen(), failures::add);
        processors.add(processor);
        return processor;
    }

    private ProcessorConfig config(String instance) {
        return ProcessorConfig.of(
                new KafkaSetup(clients, topics, setup(), KafkaClients.SESSION_TIMEOUT), folder.resolve(instance));
    }

    private static TopicSetup setup() {
        return new TopicSetup(PARTITIONS, 1, Duration.ofDays(1));
    }

    private static void awaitRunning(Processor processor) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(processor.check().ready()).isTrue());
    }

    private void givenAFleet() {
        send(topics.clusters(), KCP, Sample.cluster(KCP));
        send(topics.clusterStatus(), KCP, Sample.listed(KCP));
        sendCommitted(topics.credentials(), Sample.CREDENTIAL.key(), credential(1));
        send(topics.templates(), Sample.TEMPLATE.key(), Sample.template(Sample.TEMPLATE, 1));
        send(IntStream.range(0, MANIFESTS)
                .mapToObj(i -> Sample.ref("kyma-" + i))
                .map(manifest -> topics.manifests().record(manifest.key(), Sample.manifest(manifest, 1), PARTITIONS)));
    }

    private static Credential credential(int version) {
        return Sample.credential(Sample.CREDENTIAL, version, "content-" + version);
    }

    private <V extends Record> void send(Topic<V> topic, String key, V value) {
        send(Stream.of(topic.record(key, value, PARTITIONS)));
    }

    private void send(Stream<ProducerRecord<String, byte[]>> records) {
        try (Producer<String, byte[]> producer = clients.producer(Map.of())) {
            records.forEach(record -> assertThat(producer.send(record)).succeedsWithin(Duration.ofSeconds(10)));
        }
    }

    private <V extends Record> void sendCommitted(Topic<V> topic, String key, V value) {
        inTransaction(topic.record(key, value, PARTITIONS), true);
    }

    private <V extends Record> void sendAborted(Topic<V> topic, String key, V value) {
        inTransaction(topic.record(key, value, PARTITIONS), false);
    }

    private void inTransaction(ProducerRecord<String, byte[]> record, boolean commit) {
        try (Producer<String, byte[]> producer =
                clients.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, prefix + "ingest"))) {
            producer.initTransactions();
            producer.beginTransaction();
            assertThat(producer.send(record)).succeedsWithin(Duration.ofSeconds(10));
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    /** Until the group has committed an offset of each partition with Manifests, and some time for the rest. */
    private void awaitCommitted() {
        try (Admin admin = clients.admin()) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(admin
                                    .listConsumerGroupOffsets(prefix + "processor")
                                    .partitionsToOffsetAndMetadata()
                                    .get()
                                    .entrySet()
                                    .stream()
                                    .filter(entry -> entry.getKey()
                                            .topic()
                                            .equals(topics.manifests().name()))
                                    .mapToLong(entry -> entry.getValue().offset())
                                    .sum())
                            .isEqualTo(MANIFESTS));
        }
    }

    /** Without state and without committed offsets, as Kafka's own reset tool leaves it. */
    private void reset() throws Exception {
        try (Admin admin = clients.admin()) {
            List<String> changelogs = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(prefix + "processor-"))
                    .toList();
            assertThat(changelogs).isNotEmpty();
            admin.deleteTopics(changelogs).all().get();
            admin.deleteConsumerGroups(List.of(prefix + "processor")).all().get();
        }
    }

    /** Of the one template, one after the other. */
    private List<String> revisionsTold() {
        List<String> revisions = new ArrayList<>();
        try (TopicReader reader = new TopicReader(clients)) {
            reader.readToEnd(topics.bindings(), List.of(0), record -> {
                if (record instanceof TopicRecord.Value<Binding> value) {
                    revisions.add(
                            String.valueOf(value.value().layers().getFirst().revision()));
                }
            });
        }
        return revisions;
    }

    private Map<String, TopicRecord.Value<ManifestUpdate>> updates() {
        return latest(topics.manifestUpdates()).records();
    }

    private <V extends Record> Map<String, ?> values(Topic<V> topic) {
        Map<String, Object> values = new TreeMap<>();
        latest(topic).records().forEach((key, record) -> values.put(key, record.value()));
        return values;
    }

    private <V extends Record> LatestByKey<V> latest(Topic<V> topic) {
        LatestByKey<V> latest = new LatestByKey<>();
        try (TopicReader reader = new TopicReader(clients)) {
            reader.readToEnd(topic, latest);
        }
        return latest;
    }

    private Set<Integer> partitionsWith(Topic<?> topic) {
        Set<Integer> partitions = new TreeSet<>();
        try (TopicReader reader = new TopicReader(clients)) {
            reader.readToEnd(
                    topic, ALL_PARTITIONS, record -> partitions.add(record.at().partition()));
        }
        return partitions;
    }
}

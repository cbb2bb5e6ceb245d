package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Deletion;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.read.TopicReader;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.Await;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is found where inventories and topics differ, and that nothing is where they do not. */
class StockComparisonIT {

    private static final int PARTITIONS = 4;
    private static final Topics TOPICS = Topics.withPrefix("test.");
    private static final Cause CAUSE = new Cause.Observation("kcp", Kind.MANIFEST, "1");
    private static final int OWNER = TOPICS.clusters().partition("kcp", PARTITIONS);

    private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();
    private final KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
    private final Inventory inventory = new Inventory();
    private final List<Finding> findings = new ArrayList<>();

    @BeforeEach
    void topics() throws InterruptedException {
        new TopicSetup(PARTITIONS, 1, Duration.ofDays(1)).ensure(kafka, TOPICS);
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void whatIsThereAsItWasToldIsNoFinding() throws InterruptedException {
        // Given objects that were seen again at a later version, and one that is somebody else's
        for (int i = 0; i < 40; i++) {
            Manifest manifest = manifest("kcp", "m-" + i, "5");
            inventory.put(entry(manifest, "9"), manifest.version());
            send(told(manifest), recorded(manifest));
        }
        send(told(manifest(elsewhere(), "m", "5")));
        // Then
        compare();
        assertThat(differences()).isEmpty();
    }

    @Test
    void whatIsMissingOlderOrDeletedIsLost() throws InterruptedException {
        Manifest missing = manifest("kcp", "missing", "5");
        Manifest older = manifest("kcp", "older", "5");
        Manifest deleted = manifest("kcp", "deleted", "5");
        for (Manifest manifest : List.of(missing, older, deleted)) {
            inventory.put(entry(manifest, "5"));
            send(recorded(manifest));
        }
        send(
                told(manifest("kcp", "older", "4")),
                told(deleted),
                TOPICS.manifests()
                        .tombstone(
                                deleted.ref().key(),
                                new Deletion(Deletion.Reason.WATCH, "uid", new Version(1, "6"), CAUSE),
                                PARTITIONS));
        compare();
        assertThat(findings.stream()
                        .filter(Finding.Lost.class::isInstance)
                        .map(Finding.Lost.class::cast)
                        .flatMap(lost -> lost.told().keySet().stream()))
                .containsExactlyInAnyOrder(missing.ref(), older.ref(), deleted.ref());
        // What is told again already is not found once more.
        findings.clear();
        for (Manifest manifest : List.of(missing, older, deleted)) {
            inventory.put(entry(manifest, "5"), Version.NONE);
        }
        compare();
        assertThat(differences()).isEmpty();
    }

    @Test
    void whatNobodyToldIsUnknownAndFoundAsTheInventoryWouldHaveIt() throws InterruptedException {
        Manifest stray = manifest("kcp", "stray", "5");
        send(told(manifest("kcp", "stray", "4")), told(stray));
        compare();
        assertThat(differences())
                .containsExactly(new Finding.Unknown(
                        Kind.MANIFEST,
                        TOPICS.manifests().name(),
                        List.of(StockComparison.entry(Kind.MANIFEST, stray))));
    }

    @Test
    void anEntryThatTheInventorysTopicLacksIsFound() throws InterruptedException {
        Manifest manifest = manifest("kcp", "m", "5");
        inventory.put(entry(manifest, "9"), manifest.version());
        send(told(manifest));
        compare();
        assertThat(differences())
                .containsExactly(new Finding.Unrecorded(
                        Kind.MANIFEST, TOPICS.inventory().name(), Map.of(manifest.ref(), manifest.version())));
    }

    /** A commit returns before its mark is in every partition; what it committed must not look as if it were lost. */
    @Test
    void whatATransactionHasNotEndedYetIsWaitedFor() throws InterruptedException {
        Manifest manifest = manifest("kcp", "m", "5");
        inventory.put(entry(manifest, "5"));
        try (Producer<String, byte[]> producer = kafka.producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "t"))) {
            producer.initTransactions();
            producer.beginTransaction();
            var told = producer.send(told(manifest));
            var recorded = producer.send(recorded(manifest));
            producer.flush();
            assertThat(told.isDone() && recorded.isDone()).isTrue();
            Thread ending = Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(1_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                producer.commitTransaction();
            });
            compare();
            ending.join();
        }
        assertThat(differences()).isEmpty();
    }

    private List<Finding> differences() {
        return findings.stream()
                .filter(finding -> !(finding instanceof Finding.Compared))
                .toList();
    }

    private void compare() throws InterruptedException {
        try (Admin admin = kafka.admin();
                TopicReader reader = new TopicReader(kafka)) {
            new StockComparison(
                            TOPICS,
                            reader,
                            partition -> Await.of(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                            .partitionResult(partition))
                                    .offset(),
                            topic -> PARTITIONS,
                            List.of(new Stock(OWNER, inventory, findings::add)))
                    .run();
        }
    }

    @SafeVarargs
    private void send(ProducerRecord<String, byte[]>... records) {
        try (Producer<String, byte[]> producer = kafka.producer(Map.of())) {
            for (ProducerRecord<String, byte[]> record : records) {
                var unused = producer.send(record);
            }
        }
    }

    private static String elsewhere() {
        String id = "other";
        while (TOPICS.clusters().partition(id, PARTITIONS) == OWNER) {
            id += "x";
        }
        return id;
    }

    private static ProducerRecord<String, byte[]> told(Manifest manifest) {
        return TOPICS.manifests().record(manifest.ref().key(), manifest, PARTITIONS);
    }

    private static ProducerRecord<String, byte[]> recorded(Manifest manifest) {
        InventoryEntry entry = entry(manifest, manifest.version().resourceVersion());
        return TOPICS.inventory().record(entry.key(), entry, PARTITIONS);
    }

    private static InventoryEntry entry(Manifest manifest, String version) {
        return new InventoryEntry(
                Kind.MANIFEST, manifest.ref(), manifest.uid(), new Version(1, version), "d", List.of());
    }

    private static Manifest manifest(String cluster, String name, String version) {
        return new Manifest(
                new ObjectRef(cluster, "kcp-system", name),
                "uid",
                new Version(1, version),
                "kyma-project.io/module/telemetry",
                "1.0.0",
                "telemetry",
                "regular",
                "kyma",
                false,
                false,
                false,
                true,
                List.of(),
                ManifestAnnotations.NONE,
                new Manifest.Verdict("Ready", Manifest.Verdict.Code.NONE),
                null,
                null,
                CAUSE);
    }
}

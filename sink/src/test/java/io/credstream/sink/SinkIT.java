package io.credstream.sink;

import static io.credstream.sink.Updates.DESIRED;
import static io.credstream.sink.Updates.SELECTOR;
import static io.credstream.sink.Updates.annotations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.kube.Backoff;
import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.EmbeddedBroker;
import io.credstream.sandbox.EmbeddedFleet;
import io.credstream.sandbox.ResourceKind;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SinkIT {

    private static final int PARTITIONS = 4;
    private static final LaneSettings QUICK = new LaneSettings(
            500,
            8,
            3,
            new Backoff(Duration.ofMillis(100), Duration.ofMillis(500)),
            new Backoff(Duration.ofMillis(100), Duration.ofMillis(500)));
    private static final AtomicInteger FLEETS = new AtomicInteger();

    private static final EmbeddedBroker BROKER = EmbeddedBroker.startTemporary();

    @TempDir
    Path folder;

    private final String prefix = "sink-it-" + FLEETS.incrementAndGet() + ".";
    private final Topics topics = Topics.withPrefix(prefix);
    private final KafkaClients kafka = KafkaClients.of(BROKER.bootstrapServers());
    private final SinkConfig config = SinkConfig.defaults(kafka, prefix)
            .withLanes(QUICK)
            .withTopicSetup(new TopicSetup(PARTITIONS, 1, Duration.ofDays(90)))
            .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2));
    private final EmbeddedFleet fleet = EmbeddedFleet.start();
    private final Producer<String, byte[]> producer = kafka.producer(Map.of());
    private final List<Sink> sinks = new ArrayList<>();
    private ControlPlane kcp;

    @AfterAll
    static void stopBroker() {
        BROKER.close();
    }

    @BeforeEach
    void aControlPlane() throws Exception {
        try (var admin = kafka.admin()) {
            config.topicSetup().ensure(admin, topics);
        }
        kcp = member("kcp");
        kcp.create("m");
    }

    @AfterEach
    void close() {
        sinks.forEach(Sink::close);
        producer.close();
        fleet.close();
    }

    @Test
    void carriesOutADecisionAndReports() throws Exception {
        startSink();
        Coordinates update = send(kcp.decide("m", SELECTOR, DESIRED));

        await().untilAsserted(() -> assertThat(reports()).hasSize(1));

        ApplyReport report = reports().getFirst();
        assertThat(report.result()).isEqualTo(Result.APPLIED);
        assertThat(report.cause()).isEqualTo(update);
        assertThat(report.resourceVersion())
                .isEqualTo(kcp.read("m").at("/metadata/resourceVersion").asText());
        assertThat(kcp.selector("m").toString()).isEqualTo(SELECTOR);
        await().untilAsserted(() -> assertThat(kcp.events()).hasSize(1));
    }

    @Test
    void ofWhatWasDecidedWhileItWasAwayOnlyTheNewestIsWritten() throws Exception {
        send(kcp.decide("m", SELECTOR, annotations("h", "r1", "Bound", "c1")));
        send(kcp.decide("m", SELECTOR, annotations("h", "r2", "Bound", "c2")));
        kcp.create("moot");
        send(kcp.decide("moot", SELECTOR, DESIRED));
        withdraw("moot");

        startSink();
        await().untilAsserted(() -> assertThat(reports()).hasSize(1));

        assertThat(kcp.annotation("m", ManifestAnnotations.REVISION)).isEqualTo("r2");
        assertThat(kcp.api().requests().of("patch", ResourceKind.MANIFESTS)).isEqualTo(1);
        assertThat(kcp.selector("moot").isMissingNode()).isTrue();
    }

    @Test
    void aDeadClusterDelaysNobodyAndGetsItsUpdatesWhenItIsBack() throws Exception {
        ControlPlane other = member("other");
        other.create("m");
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().takeDown();
        startSink();
        send(update);
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE));

        send(other.decide("m", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(results("other")).containsExactly(Result.APPLIED));

        kcp.api().bringUp();
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE, Result.APPLIED));
    }

    @Test
    void aDecisionThatWaitsForADeadClusterAndBecomesMootIsNeverWritten() throws Exception {
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().takeDown();
        startSink();
        send(update);
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE));
        withdraw("m");
        awaitCommitted("kcp", 2);

        kcp.api().bringUp();
        kcp.create("later");
        send(kcp.decide("later", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(results("kcp")).contains(Result.APPLIED));

        assertThat(kcp.selector("m").isMissingNode()).isTrue();
    }

    @Test
    void whatIsNotSettledIsTakenUpByTheNextStart() throws Exception {
        ManifestUpdate waiting = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().takeDown();
        Sink first = startSink();
        send(waiting);
        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE));
        long start = System.nanoTime();
        first.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
        assertThat(first.check().live()).isFalse();
        assertThat(first.ended()).isCompleted();
        assertThat(committed("kcp")).isZero();

        kcp.api().bringUp();
        startSink();

        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.UNAVAILABLE, Result.APPLIED));
        awaitCommitted("kcp", 1);
    }

    @Test
    void aSecondStartWritesNothingAgain() throws Exception {
        Sink first = startSink();
        send(kcp.decide("m", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(reports()).hasSize(1));
        first.close();
        assertThat(committed("kcp")).isEqualTo(1);
        kcp.api().requests().reset();

        Sink second = startSink();
        await().until(() -> second.check().ready());
        kcp.create("n");
        send(kcp.decide("n", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(reports()).hasSize(2));

        assertThat(kcp.api().requests().of("patch", ResourceKind.MANIFESTS)).isEqualTo(1);
    }

    @Test
    void goesOnAfterARecordThatNobodyCanRead() throws Exception {
        startSink();
        int partition = topics.manifestUpdates().partition("kcp/x/y", PARTITIONS);
        producer.send(new ProducerRecord<>(topics.manifestUpdates().name(), partition, "kcp/x/y", new byte[] {1}))
                .get();
        send(kcp.decide("m", SELECTOR, DESIRED));

        await().untilAsserted(() -> assertThat(results("kcp")).containsExactly(Result.APPLIED));
        assertThat(read(topics.deadLetters()))
                .extracting(DeadLetter::code)
                .containsExactly(DeadLetter.Code.UNDECODABLE);
        awaitCommitted("kcp", 2);
    }

    @Test
    void aClusterThatJoinsTheFleetLaterIsWrittenThen() throws Exception {
        var late = new ControlPlane(fleet.cluster("late"), folder);
        late.create("m");
        startSink();
        send(late.decide("m", SELECTOR, DESIRED));
        await().untilAsserted(() -> assertThat(results("late")).containsExactly(Result.UNAVAILABLE));

        send(topics.clusters(), "late", late.asMember());

        await().untilAsserted(() -> assertThat(results("late")).containsExactly(Result.UNAVAILABLE, Result.APPLIED));
    }

    @Test
    void twoSinksShareTheControlPlanesAndHandThemOver() throws Exception {
        List<ControlPlane> planes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ControlPlane plane = member("plane-" + i);
            plane.create("m");
            planes.add(plane);
        }
        startSink();
        Sink second = startSink();
        await().atMost(Duration.ofSeconds(30)).until(() -> shares().equals(List.of(2, 2)));
        await().until(() -> second.check().ready());
        for (ControlPlane plane : planes) {
            send(plane.decide("m", SELECTOR, annotations("h", "r1", "Bound", "c1")));
        }
        await().untilAsserted(() -> assertThat(reports()).hasSize(8));

        second.close();
        for (ControlPlane plane : planes) {
            send(plane.decide("m", SELECTOR, annotations("h", "r2", "Bound", "c2")));
        }

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(planes)
                        .allSatisfy(plane -> assertThat(plane.annotation("m", ManifestAnnotations.REVISION))
                                .isEqualTo("r2")));
        assertThat(planes)
                .allSatisfy(plane -> assertThat(plane.api().requests().of("patch", ResourceKind.MANIFESTS))
                        .isEqualTo(2));
    }

    private Sink startSink() throws InterruptedException {
        Sink sink = Sink.start(config, Clock.systemUTC(), new Random(1));
        sinks.add(sink);
        return sink;
    }

    private ControlPlane member(String id) throws Exception {
        var plane = new ControlPlane(fleet.cluster(id), folder);
        send(topics.clusters(), id, plane.asMember());
        return plane;
    }

    private Coordinates send(ManifestUpdate update) throws Exception {
        return send(topics.manifestUpdates(), update.manifest().key(), update);
    }

    private <V extends Record> Coordinates send(Topic<V> topic, String key, V value) throws Exception {
        var sent = producer.send(topic.record(key, value, PARTITIONS)).get();
        return new Coordinates(sent.topic(), sent.partition(), sent.offset());
    }

    private void withdraw(String manifest) throws Exception {
        producer.send(topics.manifestUpdates().tombstone("kcp/" + ControlPlane.NAMESPACE + "/" + manifest, PARTITIONS))
                .get();
    }

    /** How many partitions each sink of the group has. */
    private List<Integer> shares() throws Exception {
        try (var admin = kafka.admin()) {
            return admin.describeConsumerGroups(List.of(config.group())).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .map(member -> member.assignment().topicPartitions().size())
                    .toList();
        }
    }

    private List<ApplyReport> reports() {
        return read(topics.applyReports());
    }

    private List<Result> results(String cluster) {
        return reports().stream()
                .filter(report -> report.manifest().cluster().equals(cluster))
                .map(ApplyReport::result)
                .toList();
    }

    private <V extends Record> List<V> read(Topic<V> topic) {
        List<V> values = new ArrayList<>();
        try (var reader = new TopicReader(kafka)) {
            reader.readToEnd(topic, record -> {
                if (record instanceof TopicRecord.Value<V> value) {
                    values.add(value.value());
                }
            });
        }
        return values;
    }

    private void awaitCommitted(String cluster, long offset) {
        await().untilAsserted(() -> assertThat(committed(cluster)).isEqualTo(offset));
    }

    private long committed(String cluster) throws Exception {
        var partition = new TopicPartition(
                topics.manifestUpdates().name(), topics.manifestUpdates().partition(cluster + "/x/y", PARTITIONS));
        try (var admin = kafka.admin()) {
            var offsets = admin.listConsumerGroupOffsets(config.group())
                    .partitionsToOffsetAndMetadata()
                    .get();
            var offset = offsets.get(partition);
            return offset == null ? 0 : offset.offset();
        }
    }
}

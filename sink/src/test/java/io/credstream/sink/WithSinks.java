package io.credstream.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.kube.Backoff;
import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.Meters;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.sink.cluster.ControlPlane;
import io.credstream.sink.lane.LaneSettings;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
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
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker for a class of tests; for each, topics of its own, a fleet with one control plane, and the sinks that it starts. */
@Timeout(120)
abstract class WithSinks {

    static final int PARTITIONS = 4;
    private static final LaneSettings QUICK = new LaneSettings(
            500,
            8,
            3,
            new Backoff(Duration.ofMillis(100), Duration.ofMillis(500)),
            new Backoff(Duration.ofMillis(100), Duration.ofMillis(500)));
    private static final AtomicInteger FLEETS = new AtomicInteger();

    private static EmbeddedBroker broker;

    @TempDir
    Path folder;

    final Topics topics = Topics.withPrefix("sink-it-" + FLEETS.incrementAndGet() + ".");
    final EmbeddedFleet fleet = EmbeddedFleet.start();
    final List<Sink> sinks = new ArrayList<>();
    KafkaClients kafka;
    SinkConfig config;
    Producer<String, byte[]> producer;
    ControlPlane kcp;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void aControlPlane() throws Exception {
        kafka = KafkaClients.of(broker.bootstrapServers());
        var setup = new TopicSetup(PARTITIONS, 1, Duration.ofDays(90));
        config = SinkConfig.of(new KafkaSetup(kafka, topics, setup, KafkaClients.SESSION_TIMEOUT))
                .withLanes(QUICK)
                .withTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(2));
        producer = kafka.producer(Map.of());
        setup.ensure(kafka, topics);
        kcp = member("kcp");
        kcp.create("m");
    }

    @AfterEach
    void close() {
        sinks.forEach(Sink::close);
        producer.close();
        fleet.close();
    }

    Sink startSink() throws InterruptedException {
        Sink sink = Sink.start(config, Meters.unseen(), Clock.systemUTC(), new Random(1));
        sinks.add(sink);
        return sink;
    }

    ControlPlane member(String id) throws Exception {
        var plane = new ControlPlane(fleet.cluster(id), folder);
        send(topics.clusters(), id, plane.asMember());
        return plane;
    }

    Coordinates send(ManifestUpdate update) throws Exception {
        return send(topics.manifestUpdates(), update.manifest().key(), update);
    }

    <V extends Record> Coordinates send(Topic<V> topic, String key, V value) throws Exception {
        var sent = producer.send(topic.record(key, value, PARTITIONS)).get();
        return new Coordinates(sent.topic(), sent.partition(), sent.offset());
    }

    void withdraw(String manifest) throws Exception {
        producer.send(topics.manifestUpdates().tombstone("kcp/" + ControlPlane.NAMESPACE + "/" + manifest, PARTITIONS))
                .get();
    }

    List<ApplyReport> reports() {
        return read(topics.applyReports());
    }

    List<Result> results(String cluster) {
        return reports().stream()
                .filter(report -> report.manifest().cluster().equals(cluster))
                .map(ApplyReport::result)
                .toList();
    }

    <V extends Record> List<V> read(Topic<V> topic) {
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

    /** For as long as it takes on a busy machine. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    void awaitCommitted(String cluster, long offset) {
        await().untilAsserted(() -> assertThat(committed(cluster)).isEqualTo(offset));
    }

    long committed(String cluster) throws Exception {
        try (var admin = kafka.admin()) {
            var offsets = admin.listConsumerGroupOffsets(config.group())
                    .partitionsToOffsetAndMetadata()
                    .get();
            var offset = offsets.get(partition(cluster));
            return offset == null ? 0 : offset.offset();
        }
    }

    TopicPartition partition(String cluster) {
        return new TopicPartition(
                topics.manifestUpdates().name(), topics.manifestUpdates().partition(cluster + "/x/y", PARTITIONS));
    }
}

package io.credstream.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.kube.Backoff;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.Meters;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkLoopTest {

    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private static final Topic<ManifestUpdate> UPDATES = TOPICS.manifestUpdates();
    private static final TopicPartition PARTITION = new TopicPartition(UPDATES.name(), 0);
    private static final LaneSettings QUICK = new LaneSettings(
            1000,
            4,
            3,
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)),
            new Backoff(Duration.ofMillis(10), Duration.ofMillis(50)));

    private static final Meters METERS = Meters.unseen();

    private final CompletableFuture<Throwable> bug = new CompletableFuture<>();
    private final LaneThread timers = new LaneThread(bug::complete);
    private final FakeCluster cluster = new FakeCluster();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final MockProducer<String, byte[]> producer = producer();
    private final Outbox outbox = new Outbox(producer, TOPICS, bug::complete);
    private final Ledger ledger = new Ledger(outbox, new WriteMeters(METERS, Clock.systemUTC()), Clock.systemUTC());
    private final Lanes lanes = new Lanes(
            timers,
            (id, fuse) -> new Lane(id, QUICK, cluster, fuse, ledger, timers, new Random(1)),
            new Fuses(TOPICS),
            new LaneMeters(METERS));
    private final SinkLoop loop =
            new SinkLoop(consumer, UPDATES, lanes, ledger, outbox, 10, Duration.ofSeconds(5), () -> {});

    @AfterEach
    void noBug() {
        timers.close();
        assertThat(bug).isNotDone();
    }

    @Test
    void writesNothingBeforeTheEndAtAssignmentIsRead() {
        assigned(4);
        update("kcp/ns/a", 0);
        update("kcp/ns/b", 1);
        update("kcp/ns/a", 2);
        loop.step(Duration.ZERO);
        assertThat(loop.caughtUp()).isFalse();
        assertThat(cluster.requests).isEmpty();

        tombstone("kcp/ns/b", 3);
        loop.step(Duration.ZERO);

        assertThat(loop.caughtUp()).isTrue();
        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 2"));
        assertThat(cluster.offsets()).containsExactly(2L);
    }

    @Test
    void writesAtOnceWhatComesLater() {
        assigned(0);
        loop.step(Duration.ZERO);
        update("kcp/ns/a", 0);
        loop.step(Duration.ZERO);

        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 0"));
    }

    @Test
    void commitsOnlyBelowTheOldestThatIsNotSettled() {
        assigned(0);
        cluster.answers(
                decision -> decision.key().equals("kcp/ns/b") ? FakeCluster.forbidden() : new Outcome.Applied("11"));
        update("kcp/ns/a", 0);
        update("kcp/ns/b", 1);
        update("kcp/ns/c", 2);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(results()).contains("APPLIED 0", "UNAVAILABLE 1", "APPLIED 2"));
        loop.leave();
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void aTombstoneSettlesWhatItMakesMoot() {
        assigned(0);
        cluster.isDead();
        update("kcp/ns/a", 0);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(results()).containsExactly("UNAVAILABLE 0"));
        tombstone("kcp/ns/a", 1);
        loop.step(Duration.ZERO);

        await().untilAsserted(() -> assertThat(ledger.unsettled()).isZero());
        loop.leave();
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void waitsForRequestsUnderWayBeforeItGivesUpAPartition() {
        assigned(0);
        cluster.isSlow();
        update("kcp/ns/a", 0);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(cluster.requests).hasSize(1));
        timers.after(
                Duration.ofMillis(200), () -> cluster.answer(cluster.requests.getFirst(), new Outcome.Applied("11")));

        loop.leave();

        assertThat(results()).containsExactly("APPLIED 0");
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void leavesWithinSecondsWhateverIsUnderWay() {
        assigned(0);
        cluster.answers(decision -> new Outcome.Applied("11"));
        update("kcp/ns/a", 0);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(ledger.unsettled()).isZero());
        cluster.isSlow();
        update("kcp/ns/b", 1);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(cluster.requests).hasSize(2));

        long start = System.nanoTime();
        loop.leave();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(committed()).isEqualTo(1);
    }

    @Test
    void commitsNothingOfALostPartition() {
        assigned(0);
        update("kcp/ns/a", 0);
        loop.step(Duration.ZERO);

        loop.onPartitionsLost(List.of(PARTITION));
        loop.leave();

        assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION)).isNull();
    }

    @Test
    void sendsWhatCannotBeReadToTheDeadLettersAndGoesOn() {
        assigned(0);
        consumer.addRecord(new ConsumerRecord<>(UPDATES.name(), 0, 0, "kcp/ns/a", new byte[] {1, 2, 3}));
        consumer.addRecord(new ConsumerRecord<>(
                UPDATES.name(), 0, 1, "kcp/ns/other", UPDATES.serde().encode(Updates.first("kcp/ns/a", "uid-1"))));
        update("kcp/ns/c", 2);
        loop.step(Duration.ZERO);

        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 2"));
        assertThat(deadLetters())
                .containsExactly(
                        new DeadLetter("sink", DeadLetter.Code.UNDECODABLE, null, Updates.at(0)),
                        new DeadLetter("sink", DeadLetter.Code.INVALID_KEY, null, Updates.at(1)));
        loop.leave();
        assertThat(committed()).isEqualTo(3);
    }

    @Test
    void readsNoFurtherWhenTooMuchIsPending() {
        assigned(0);
        loop.step(Duration.ZERO);
        cluster.isSlow();
        LongStream.range(0, 12).forEach(i -> update("kcp/ns/m" + i, i));
        loop.step(Duration.ZERO);
        assertThat(consumer.paused()).containsExactly(PARTITION);

        await().untilAsserted(() -> assertThat(cluster.requests).hasSize(4));
        cluster.isWell();
        cluster.requests.forEach(decision -> cluster.answer(decision, new Outcome.Applied("11")));
        await().untilAsserted(() -> assertThat(ledger.unsettled()).isZero());
        loop.step(Duration.ZERO);

        assertThat(consumer.paused()).isEmpty();
    }

    private void assigned(long end) {
        consumer.updatePartitions(UPDATES.name(), List.of(partition(UPDATES.name())));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        loop.join();
        consumer.rebalance(List.of(PARTITION));
    }

    private void update(String manifest, long offset) {
        byte[] value = UPDATES.serde().encode(Updates.first(manifest, "uid-1"));
        consumer.addRecord(new ConsumerRecord<>(UPDATES.name(), 0, offset, manifest, value));
    }

    @SuppressWarnings("NullAway") // a null value is what makes a tombstone
    private void tombstone(String manifest, long offset) {
        consumer.addRecord(new ConsumerRecord<>(UPDATES.name(), 0, offset, manifest, null));
    }

    private long committed() {
        return Objects.requireNonNull(consumer.committed(Set.of(PARTITION)).get(PARTITION))
                .offset();
    }

    private List<String> results() {
        return sent(TOPICS.applyReports())
                .map(report -> report.result() + " " + ((Coordinates) report.cause()).offset())
                .toList();
    }

    private List<DeadLetter> deadLetters() {
        return sent(TOPICS.deadLetters()).toList();
    }

    private <V extends Record> Stream<V> sent(Topic<V> topic) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> Objects.requireNonNull(decoded(topic, record.value())));
    }

    private static <V extends Record> @Nullable V decoded(Topic<V> topic, byte[] value) {
        return topic.serde().decode(value);
    }

    private static MockProducer<String, byte[]> producer() {
        var brokers = new Cluster(
                "test",
                List.of(Node.noNode()),
                List.of(
                        partition(TOPICS.applyReports().name()),
                        partition(TOPICS.deadLetters().name())),
                Set.of(),
                Set.of());
        return new MockProducer<>(brokers, true, null, new StringSerializer(), new ByteArraySerializer());
    }

    private static PartitionInfo partition(String topic) {
        return new PartitionInfo(topic, 0, Node.noNode(), new Node[0], new Node[0]);
    }
}

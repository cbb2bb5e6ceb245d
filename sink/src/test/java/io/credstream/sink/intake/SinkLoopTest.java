package io.credstream.sink.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.credstream.avro.SchemaHeader;
import io.credstream.kube.Backoff;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.Meters;
import io.credstream.read.SkippedRecords;
import io.credstream.sink.cluster.FakeCluster;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.intake.CommittedOffsets.Doubt;
import io.credstream.sink.lane.Compartment;
import io.credstream.sink.lane.Fuses;
import io.credstream.sink.lane.LaneContext;
import io.credstream.sink.lane.LaneMeters;
import io.credstream.sink.lane.LaneSettings;
import io.credstream.sink.lane.LaneThread;
import io.credstream.sink.lane.Lanes;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.sink.patch.Updates;
import io.credstream.sink.report.Ledger;
import io.credstream.sink.report.Outbox;
import io.credstream.sink.report.WriteMeters;
import io.credstream.testkit.model.ClusterBuilder;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    private final Outbox outbox = new Outbox(() -> producer, TOPICS, Duration.ofMillis(50), bug::complete);
    private final Ledger ledger = new Ledger(outbox, new WriteMeters(METERS, Clock.systemUTC()), Clock.systemUTC());
    private final Lanes lanes = new Lanes(
            timers,
            (id, fuse) -> new Compartment(
                    id,
                    cluster,
                    fuse,
                    new LaneContext(QUICK, GuardedPatch::of, ledger, timers, new Random(1), Duration.ofSeconds(5))),
            new Fuses(TOPICS, ledger),
            new LaneMeters(METERS));
    private Optional<Uuid> topicId = Optional.of(Uuid.randomUuid());
    private Runnable takingOver = () -> {};
    private boolean heldBack;
    private final List<Doubt> doubts = new ArrayList<>();
    private final SinkLoop loop = new SinkLoop(
            consumer,
            UPDATES,
            () -> topicId,
            lanes,
            ledger,
            outbox,
            10,
            SkippedRecords.NONE,
            (topic, doubt) -> doubts.add(doubt),
            Duration.ofSeconds(5),
            () -> takingOver.run(),
            () -> heldBack);

    @AfterEach
    void noBug() {
        outbox.close();
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
    void aTakeoverThatKafkaRefusesIsRepeatedAndLosesNothing() {
        takingOver = () -> {
            throw new TopicAuthorizationException("credstream.orders");
        };
        assigned(1);
        update("kcp/ns/a", 0);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> loop.step(Duration.ZERO)).isInstanceOf(TopicAuthorizationException.class);
            assertThat(loop.caughtUp()).isFalse();
        }

        takingOver = () -> {};
        loop.step(Duration.ZERO);

        assertThat(loop.caughtUp()).isTrue();
        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 0"));
    }

    @Test
    void aPartitionThatIsTakenAwayBeforeItCouldBeTakenOverIsGivenUp() {
        takingOver = () -> {
            throw new TimeoutException();
        };
        assigned(1);
        assertThatThrownBy(() -> loop.step(Duration.ZERO)).isInstanceOf(TimeoutException.class);

        consumer.rebalance(List.of());
        loop.step(Duration.ZERO);

        assertThat(loop.caughtUp()).isTrue();
        assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION)).isNull();
    }

    @Test
    void takesNothingOverBeforeItKnowsWhichTopicThereIs() {
        Optional<Uuid> known = topicId;
        topicId = Optional.empty();
        assigned(1);
        update("kcp/ns/a", 0);
        loop.step(Duration.ZERO);
        assertThat(loop.caughtUp()).isFalse();
        assertThat(cluster.requests).isEmpty();

        topicId = known;
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 0"));
    }

    @Test
    void goesOnFromAnOffsetThatItCommittedItself() {
        committed(CommittedOffsets.proven(topicId.orElseThrow(), 1, 1));
        update("kcp/ns/b", 1);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 1"));
        assertThat(doubts).isEmpty();
    }

    @Test
    void aChangeGoesOnBeingCountedWhereItsFormerOwnerWas() {
        lanes.know("kcp", ClusterBuilder.controlPlane("kcp").fuse(1).build());
        committed(CommittedOffsets.proven(topicId.orElseThrow(), 2, 0));
        update("kcp/ns/a", 0);
        tombstone("kcp/ns/a", 1);
        update("kcp/ns/b", 2);
        loop.step(Duration.ZERO);

        await().untilAsserted(() -> assertThat(results()).containsExactly("HELD 2"));
        assertThat(cluster.requests).isEmpty();
        loop.leave();
        assertThat(committed()).isEqualTo(2);
        assertThat(committedMetadata()).endsWith("@2<0");
    }

    static Stream<Arguments> offsetsThatMeanNothing() {
        return Stream.of(
                arguments(new OffsetAndMetadata(2), Doubt.NOT_OURS), // as a tool that moves offsets leaves it
                arguments(new OffsetAndMetadata(2, "any"), Doubt.NOT_OURS),
                arguments(CommittedOffsets.proven(Uuid.randomUuid(), 2, 2), Doubt.TOPIC_ANEW),
                arguments(
                        new OffsetAndMetadata(
                                2, CommittedOffsets.proven(Uuid.ZERO_UUID, 1, 1).metadata()),
                        Doubt.NOT_OURS));
    }

    @ParameterizedTest
    @MethodSource("offsetsThatMeanNothing")
    void readsAPartitionFromItsBeginningIfItsOffsetIsNotItsOwn(OffsetAndMetadata offset, Doubt doubt) {
        committed(offset);
        update("kcp/ns/a", 0);
        update("kcp/ns/b", 1);
        loop.step(Duration.ZERO);
        assertThat(doubts).containsExactly(doubt);
        await().untilAsserted(() -> assertThat(results()).containsExactlyInAnyOrder("APPLIED 0", "APPLIED 1"));
        loop.leave();
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void readsAPartitionFromItsBeginningIfItsOffsetIsBeyondTheEnd() {
        committed(CommittedOffsets.proven(topicId.orElseThrow(), 556, 556));
        update("kcp/ns/a", 0);
        update("kcp/ns/b", 1);
        loop.step(Duration.ZERO);
        assertThat(doubts).containsExactly(Doubt.BEYOND_END);
        await().untilAsserted(() -> assertThat(results()).containsExactlyInAnyOrder("APPLIED 0", "APPLIED 1"));
        loop.leave();
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void readsATopicThatWasMadeAnewFromItsBeginningThoughItsOffsetsGoOn() {
        assigned(0);
        loop.step(Duration.ZERO);
        update("kcp/ns/a", 0);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 0"));

        topicId = Optional.of(Uuid.randomUuid()); // which holds a record at 0 that was not read, and one at 1
        consumer.schedulePollTask(() -> {
            update("kcp/ns/b", 0);
            update("kcp/ns/c", 1);
        });
        consumer.updateEndOffsets(Map.of(PARTITION, 2L));
        loop.step(Duration.ZERO);
        loop.step(Duration.ZERO);

        assertThat(loop.caughtUp()).isTrue();
        await().untilAsserted(
                        () -> assertThat(results()).containsExactlyInAnyOrder("APPLIED 0", "APPLIED 0", "APPLIED 1"));
        loop.leave();
        assertThat(committedMetadata()).contains(topicId.orElseThrow().toString());
    }

    @Test
    void readsAPartitionThatBecameShorterFromItsBeginning() {
        assigned(0);
        loop.step(Duration.ZERO);
        update("kcp/ns/a", 0);
        update("kcp/ns/b", 1);
        update("kcp/ns/c", 2);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(results()).hasSize(3));

        consumer.schedulePollTask(() -> {
            consumer.seek(PARTITION, 0); // as the consumer does by itself
            update("kcp/ns/d", 0);
        });
        consumer.updateEndOffsets(Map.of(PARTITION, 1L));
        loop.step(Duration.ZERO);
        consumer.schedulePollTask(() -> update("kcp/ns/d", 0));
        loop.step(Duration.ZERO);

        await().untilAsserted(() -> assertThat(results()).hasSize(4).endsWith("APPLIED 0"));
        loop.leave();
        assertThat(committed()).isEqualTo(1);
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
    void aPartitionWaitsAtADecisionOfANewerBuildAndCommitsNothingPastIt() {
        assigned(0);
        update("kcp/ns/a", 0);
        newer("kcp/ns/b", 1);
        update("kcp/ns/c", 2);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 0"));
        loop.step(Duration.ZERO);
        assertThat(loop.waits()).singleElement().asString().contains("ManifestUpdate v9", UPDATES.name() + "-0@1");
        assertThat(consumer.paused()).containsExactly(PARTITION);
        assertThat(ledger.unsettled()).isZero();
        loop.leave();
        assertThat(committed()).isEqualTo(1);
        assertThat(results()).containsExactly("APPLIED 0");
    }

    @Test
    void readsNoDecisionWhileOrdersAreOnlyForANewerBuild() {
        assigned(0);
        heldBack = true;
        loop.step(Duration.ZERO);
        update("kcp/ns/a", 0);
        loop.step(Duration.ZERO);
        assertThat(cluster.requests).isEmpty();

        heldBack = false;
        loop.step(Duration.ZERO);
        loop.step(Duration.ZERO);
        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 0"));
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
        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 0"));
        OffsetAndMetadata before = consumer.committed(Set.of(PARTITION)).get(PARTITION); // if it was time to commit

        loop.onPartitionsLost(List.of(PARTITION));
        loop.leave();

        assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION)).isEqualTo(before);
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
    void aDecisionOfWhichNothingCanBeReportedIsADeadLetter() {
        assigned(0);
        update("kcp/ns/" + "x".repeat(2_000), 0);
        update("kcp/ns/c", 1);
        loop.step(Duration.ZERO);

        await().untilAsserted(() -> assertThat(results()).containsExactly("APPLIED 1"));
        await().untilAsserted(() -> assertThat(deadLetters())
                .containsExactly(new DeadLetter("sink", DeadLetter.Code.TOO_LARGE, null, Updates.at(0))));
        loop.leave();
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void aDecisionThatCannotBeCarriedOutIsADeadLetterAndAReportOfItsManifest() {
        assigned(0);
        cluster.answers(decision -> {
            if (decision.key().equals("kcp/ns/bad")) {
                throw new IllegalStateException("a message that nobody may see");
            }
            return new Outcome.Applied("11");
        });
        update("kcp/ns/bad", 0);
        update("kcp/ns/b", 1);
        loop.step(Duration.ZERO);

        await().untilAsserted(() -> assertThat(results()).containsExactlyInAnyOrder("APPLIED 1", "REJECTED 0"));
        assertThat(deadLetters())
                .containsExactly(new DeadLetter("sink", DeadLetter.Code.FAULT, "kcp/ns/bad", Updates.at(0)));
        assertThat(sent(TOPICS.applyReports()).toList().toString())
                .contains("IllegalStateException at SinkLoopTest")
                .doesNotContain("nobody may see");
        loop.leave();
        assertThat(committed()).isEqualTo(2);
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

    /** Two decisions are there, and the group has committed that. */
    private void committed(OffsetAndMetadata offset) {
        consumer.updatePartitions(UPDATES.name(), List.of(partition(UPDATES.name())));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 2L));
        loop.join();
        consumer.rebalance(List.of(PARTITION));
        consumer.commitSync(Map.of(PARTITION, offset));
    }

    private String committedMetadata() {
        return Objects.requireNonNull(consumer.committed(Set.of(PARTITION)).get(PARTITION))
                .metadata();
    }

    private void update(String manifest, long offset) {
        byte[] value = UPDATES.serde().encode(Updates.first(manifest, "uid-1"));
        consumer.addRecord(new ConsumerRecord<>(UPDATES.name(), 0, offset, manifest, value));
    }

    @SuppressWarnings("NullAway") // a null value is what makes a tombstone
    private void tombstone(String manifest, long offset) {
        consumer.addRecord(new ConsumerRecord<>(UPDATES.name(), 0, offset, manifest, null));
    }

    /** As a build writes it that has a newer schema: an unknown fingerprint, and the header that says so. */
    private void newer(String manifest, long offset) {
        byte[] value = UPDATES.serde().encode(Updates.first(manifest, "uid-1"));
        value[2] ^= 0x55;
        var record = new ConsumerRecord<>(UPDATES.name(), 0, offset, manifest, value);
        record.headers().add(SchemaHeader.NAME, "v9".getBytes(StandardCharsets.UTF_8));
        consumer.addRecord(record);
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

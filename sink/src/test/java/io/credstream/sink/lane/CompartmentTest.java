package io.credstream.sink.lane;

import static io.credstream.sink.patch.Updates.decision;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.kube.Backoff;
import io.credstream.model.ManifestUpdate;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.FakeCluster;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CompartmentTest {

    private static final LaneSettings SETTINGS = new LaneSettings(
            100,
            4,
            3,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)),
            new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(5)));
    private static final Duration LONG = Duration.ofMinutes(10);

    private final FakeTimers timers = new FakeTimers();
    private final FakeCluster cluster = new FakeCluster();
    private final RecordedReports reports = new RecordedReports();
    private Function<ManifestUpdate, GuardedPatch> patches = GuardedPatch::of;
    private Function<Decision, CompletableFuture<Outcome>> way = cluster::write;
    private Runnable announcing = () -> {};
    private Fuse fuse = new Fuse(change -> Fuse.Reach.MANY);

    /** All the ways in which an attempt can fail to have an outcome. */
    static Stream<Function<Decision, CompletableFuture<Outcome>>> seams() {
        return Stream.of(
                decision -> {
                    throw new IllegalStateException("thrown at once");
                },
                decision -> CompletableFuture.failedFuture(new NullPointerException("thrown later")),
                decision -> CompletableFuture.completedFuture(nothing()),
                decision -> nothing());
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what nobody should return
    private static <T> T nothing() {
        return null;
    }

    @ParameterizedTest
    @MethodSource("seams")
    void aLaneThatBreaksIsBuiltAnewAndLosesNothing(Function<Decision, CompletableFuture<Outcome>> broken) {
        Compartment compartment = compartment();
        way = broken;
        compartment.offer(List.of(decision("kcp/ns/a", 1), decision("kcp/ns/b", 2), decision("kcp/ns/c", 3)));
        timers.run();
        assertThat(compartment.way()).isEqualTo(LaneMeters.Way.FAULTED);
        assertThat(cluster.resets).isEqualTo(1);

        timers.pass(Duration.ofSeconds(5));
        assertThat(cluster.resets).isGreaterThan(1);
        assertThat(reports.all).containsExactlyInAnyOrder("delayed 1", "delayed 2", "delayed 3");

        way = cluster::write;
        timers.pass(LONG);
        assertThat(compartment.way()).isEqualTo(LaneMeters.Way.OPEN);
        assertThat(cluster.offsets()).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(reports.all).contains("APPLIED 1", "APPLIED 2", "APPLIED 3").hasSize(6);
    }

    @ParameterizedTest
    @MethodSource("seams")
    void aDecisionThatBreaksTheLaneWhileOthersAreAnsweredIsPutAside(
            Function<Decision, CompletableFuture<Outcome>> broken) {
        Compartment compartment = compartment();
        way = decision -> decision.key().endsWith("/bad") ? broken.apply(decision) : cluster.write(decision);
        compartment.offer(List.of(decision("kcp/ns/bad", 1), decision("kcp/ns/b", 2), decision("kcp/ns/c", 3)));

        timers.pass(LONG);

        assertThat(reports.all).containsExactlyInAnyOrder("APPLIED 2", "APPLIED 3", "REJECTED 1");
        assertThat(cluster.resets).isEqualTo(1);
        assertThat(compartment.way()).isEqualTo(LaneMeters.Way.OPEN);
        compartment.offer(List.of(decision("kcp/ns/d", 4)));
        timers.run();
        assertThat(reports.all).endsWith("APPLIED 4");
    }

    @Test
    void oneThatBreaksTheLaneAndIsAloneIsPutAsideAfterAFewAttempts() {
        Compartment compartment = compartment();
        way = decision -> CompletableFuture.failedFuture(new IllegalStateException());
        compartment.offer(List.of(decision("kcp/ns/bad", 1)));

        timers.pass(LONG);

        assertThat(reports.all).containsExactly("delayed 1", "REJECTED 1");
        assertThat(cluster.resets).isEqualTo(2);
    }

    @Test
    void aPatchThatCannotBeBuiltIsItsDecisionsFaultAtOnce() {
        patches = update -> {
            if (update.manifest().name().equals("bad")) {
                throw new ArithmeticException();
            }
            return GuardedPatch.of(update);
        };
        Compartment compartment = compartment();
        compartment.offer(List.of(decision("kcp/ns/bad", 1), decision("kcp/ns/b", 2)));
        timers.run();

        assertThat(reports.all).containsExactlyInAnyOrder("REJECTED 1", "APPLIED 2");
        assertThat(cluster.resets).isZero();
    }

    @Test
    void whatChangesNothingCostsNoRequest() {
        patches = update -> new GuardedPatch.Empty();
        Compartment compartment = compartment();
        compartment.offer(List.of(decision("kcp/ns/a", 1)));
        timers.run();

        assertThat(cluster.requests).isEmpty();
        assertThat(reports.all).containsExactly("UNCHANGED 1");
    }

    @Test
    void whatCannotBeAnnouncedIsWrittenAllTheSame() {
        announcing = () -> {
            throw new UnsupportedOperationException();
        };
        Compartment compartment = compartment();
        compartment.offer(List.of(decision("kcp/ns/a", 1), decision("kcp/ns/b", 2)));
        timers.pass(LONG);

        assertThat(cluster.offsets()).containsExactly(1L, 2L);
        assertThat(reports.all).containsExactlyInAnyOrder("unannounced 1", "unannounced 2", "APPLIED 1", "APPLIED 2");
        assertThat(cluster.resets).isZero();
    }

    @Test
    void aFuseThatBreaksBreaksItsOwnLaneOnly() {
        boolean[] broken = {true};
        fuse = new Fuse(change -> {
            if (broken[0]) {
                throw new IllegalStateException();
            }
            return Fuse.Reach.MANY;
        });
        Compartment compartment = compartment();
        compartment.offer(List.of(decision("kcp/ns/a", 1), decision("kcp/ns/b", 2)));
        timers.pass(Duration.ofSeconds(10));
        assertThat(cluster.requests).isEmpty();
        assertThat(compartment.way()).isEqualTo(LaneMeters.Way.FAULTED);

        broken[0] = false;
        timers.pass(LONG);

        assertThat(reports.all).contains("APPLIED 1", "APPLIED 2");
    }

    @Test
    void whatComesWhileTheLaneIsBuiltAnewReplacesWhatWaits() {
        Compartment compartment = compartment();
        way = decision -> CompletableFuture.failedFuture(new IllegalStateException());
        compartment.offer(List.of(decision("kcp/ns/a", 1), decision("kcp/ns/b", 2)));
        timers.run();
        compartment.offer(List.of(decision("kcp/ns/a", 3)));
        compartment.cancel("kcp/ns/b");
        way = cluster::write;

        timers.pass(LONG);

        assertThat(cluster.offsets()).containsExactly(3L);
        assertThat(reports.all).containsExactly("moot 1", "moot 2", "APPLIED 3");
    }

    @Test
    void theNextLaneStartsNothingBeforeTheRequestsOfTheLastAreAnswered() {
        Compartment compartment = compartment();
        cluster.isSlow();
        Decision slow = decision("kcp/ns/a", 1);
        compartment.offer(List.of(slow));
        timers.run();
        way = decision -> CompletableFuture.failedFuture(new IllegalStateException());
        compartment.offer(List.of(decision("kcp/ns/b", 2)));
        timers.run();
        way = cluster::write;
        cluster.isWell();
        compartment.offer(List.of(decision("kcp/ns/a", 3)));
        timers.pass(Duration.ofSeconds(5));
        assertThat(cluster.offsets()).containsExactly(1L);

        cluster.answer(slow, new Outcome.Applied("11"));
        timers.pass(LONG);

        assertThat(cluster.offsets()).startsWith(1L).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(reports.all).contains("APPLIED 1", "APPLIED 2", "APPLIED 3");
    }

    @Test
    void aRequestThatIsNeverAnsweredIsNotWaitedForForever() {
        Compartment compartment = compartment();
        way = decision -> new CompletableFuture<>();
        compartment.offer(List.of(decision("kcp/ns/a", 1)));
        timers.run();
        way = decision -> CompletableFuture.failedFuture(new IllegalStateException());
        compartment.offer(List.of(decision("kcp/ns/b", 2)));
        timers.run();
        way = cluster::write;

        timers.pass(LONG);

        assertThat(cluster.offsets()).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void whileItIsOnTrialOneRequestIsUnderWay() {
        Compartment compartment = compartment();
        way = decision -> CompletableFuture.failedFuture(new IllegalStateException());
        compartment.offer(LongStream.range(0, 10)
                .mapToObj(i -> decision("kcp/ns/m" + i, i))
                .toList());
        timers.run();
        way = cluster::write;
        cluster.isSlow();

        timers.pass(Duration.ofSeconds(3));

        assertThat(compartment.way()).isEqualTo(LaneMeters.Way.ON_TRIAL);
        assertThat(cluster.requests).hasSize(1);
    }

    @Test
    void aChangeOfTheClusterIsTriedAtOnce() {
        Compartment compartment = compartment();
        way = decision -> CompletableFuture.failedFuture(new IllegalStateException());
        compartment.offer(List.of(decision("kcp/ns/a", 1), decision("kcp/ns/b", 2)));
        timers.pass(Duration.ofMinutes(5));
        way = cluster::write;

        compartment.wake();
        timers.run();

        assertThat(reports.all).contains("APPLIED 1", "APPLIED 2");
    }

    @Test
    void onceClosedNothingIsBuiltAnew() {
        Compartment compartment = compartment();
        way = decision -> CompletableFuture.failedFuture(new IllegalStateException());
        compartment.offer(List.of(decision("kcp/ns/a", 1)));
        timers.run();
        way = cluster::write;

        assertThat(compartment.close()).isCompleted();
        timers.pass(LONG);

        assertThat(cluster.requests).isEmpty();
        assertThat(reports.all).isEmpty();
    }

    @Test
    void whatIsWrongWithTheMachineryOfAllIsNotContained() {
        Compartment compartment = compartment(new RecordedReports() {
            @Override
            public void settled(Decision decision, Outcome.Settled outcome) {
                throw new IllegalStateException("of the ledger");
            }
        });
        compartment.offer(List.of(decision("kcp/ns/a", 1)));

        assertThatThrownBy(timers::run).hasCauseInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("fatal")
    void anErrorIsNotContained(Function<Decision, CompletableFuture<Outcome>> fatal) {
        Compartment compartment = compartment();
        way = fatal;

        assertThatThrownBy(() -> {
                    compartment.offer(List.of(decision("kcp/ns/a", 1)));
                    timers.run();
                })
                .isInstanceOf(NoClassDefFoundError.class);
    }

    static Stream<Function<Decision, CompletableFuture<Outcome>>> fatal() {
        return Stream.of(
                decision -> {
                    throw new NoClassDefFoundError("at once");
                },
                decision -> CompletableFuture.failedFuture(new NoClassDefFoundError("later")));
    }

    private Compartment compartment() {
        return compartment(reports);
    }

    private Compartment compartment(LaneReports to) {
        var access = new ClusterAccess() {
            @Override
            public CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch) {
                return way.apply(decision);
            }

            @Override
            public void announce(Decision decision) {
                announcing.run();
            }

            @Override
            public void reset() {
                cluster.reset();
            }
        };
        return new Compartment(
                "kcp",
                access,
                fuse,
                new LaneContext(
                        SETTINGS, update -> patches.apply(update), to, timers, new Random(1), Duration.ofSeconds(11)));
    }
}

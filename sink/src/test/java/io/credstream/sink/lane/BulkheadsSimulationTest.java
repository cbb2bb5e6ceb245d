package io.credstream.sink.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.kube.Backoff;
import io.credstream.kube.Trouble;
import io.credstream.observe.Meters;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.sink.patch.Updates;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Four clusters in manual time, the way to one of which fails at random and in every manner, under a stream of decisions,
 * cancellations and changes. The first seed that fails is the parameter of the test that fails.
 */
class BulkheadsSimulationTest {

    private static final int SEEDS_A_RUN = Integer.getInteger("credstream.sink.seeds", 60);
    private static final String SICK = "kcp-0";
    private static final LaneSettings SETTINGS = new LaneSettings(
            50,
            4,
            3,
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30)),
            new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(5)));

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 2000, 3000, 4000})
    void oneSickWayHarmsNobodyElseAndLosesNothing(int first) {
        for (int seed = first; seed < first + SEEDS_A_RUN; seed++) {
            new World(seed).run();
        }
    }

    @Test
    void theSimulationIsSickEnoughToMean() {
        var world = new World(7);
        world.run();

        assertThat(world.faults).isGreaterThan(5);
        assertThat(world.putAside).isNotEmpty();
    }

    private static final class World implements LaneReports {

        private final String name;
        private final Random random;
        private final FakeTimers timers = new FakeTimers();
        private final Lanes lanes;
        private final Map<Long, Decision> offered = new TreeMap<>();
        private final Map<String, Decision> newest = new HashMap<>();
        private final Set<Long> done = new HashSet<>();
        private final Set<Long> settled = new HashSet<>();
        private final Set<Long> putAside = new HashSet<>();
        private final Set<Long> applied = new HashSet<>();
        private final Map<String, Long> lastApplied = new HashMap<>();
        private final Map<String, Long> lastStarted = new HashMap<>();
        private final Set<String> underWay = new HashSet<>();
        private final Map<String, Integer> delayed = new HashMap<>();
        private boolean sick = true;
        private int faults;
        private long offset;

        World(int seed) {
            name = "seed " + seed;
            random = new Random(seed);
            var shared = new LaneContext(SETTINGS, GuardedPatch::of, this, timers, random, Duration.ofSeconds(11));
            lanes = new Lanes(
                    timers,
                    (cluster, fuse) -> new Compartment(cluster, access(cluster), fuse, shared),
                    new Fuses(Topics.withPrefix(Topics.DEFAULT_PREFIX), (partition, offset) -> {}),
                    new LaneMeters(Meters.unseen()));
        }

        void run() {
            for (int step = 0; step < 150; step++) {
                switch (random.nextInt(8)) {
                    case 0 -> cancel();
                    case 1 -> lanes.know("kcp-" + random.nextInt(4), null);
                    case 2 -> timers.pass(Duration.ofMillis(random.nextInt(20_000)));
                    default -> {
                        offer(1 + random.nextInt(4));
                        timers.pass(Duration.ofMillis(random.nextInt(1_500)));
                    }
                }
            }
            sick = false;
            timers.pass(Duration.ofHours(1));
            assertThat(done).as(name + ": settled or moot").isEqualTo(offered.keySet());
            newest.values().forEach(decision -> {
                long at = decision.at().offset();
                assertThat(applied.contains(at) || (isSick(decision) && putAside.contains(at)))
                        .as(name + ": the newest decision is carried out: " + at)
                        .isTrue();
            });
            assertThat(delayed.keySet()).as(name).isSubsetOf(SICK);
            assertThat(putAside).as(name).allMatch(at -> isSick(Objects.requireNonNull(offered.get(at))));
        }

        private void offer(int count) {
            List<Decision> batch = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String manifest = "kcp-%d/ns/m%d".formatted(random.nextInt(4), random.nextInt(5));
                Decision decision = Updates.decision(manifest, offset++);
                offered.put(decision.at().offset(), decision);
                newest.put(manifest, decision);
                batch.add(decision);
            }
            lanes.offer(batch);
        }

        private void cancel() {
            String manifest = "kcp-%d/ns/m%d".formatted(random.nextInt(4), random.nextInt(5));
            newest.remove(manifest);
            lanes.cancel(0, manifest);
        }

        private static boolean isSick(Decision decision) {
            return decision.cluster().equals(SICK);
        }

        private ClusterAccess access(String cluster) {
            return new ClusterAccess() {
                @Override
                public CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch) {
                    return World.this.write(decision);
                }

                @Override
                public void announce(Decision decision) {
                    if (sick && cluster.equals(SICK) && random.nextInt(10) == 0) {
                        throw new IllegalStateException();
                    }
                }

                @Override
                public void reset() {
                    if (random.nextBoolean()) {
                        throw new IllegalStateException();
                    }
                }
            };
        }

        /** In order, one at a time for each Manifest, and none that has had its last word. */
        private CompletableFuture<Outcome> write(Decision decision) {
            long at = decision.at().offset();
            assertThat(settled).as(name + ": requested after its last word").doesNotContain(at);
            assertThat(lastStarted.getOrDefault(decision.key(), -1L))
                    .as(name + ": overtaken")
                    .isLessThanOrEqualTo(at);
            assertThat(underWay.add(decision.key()))
                    .as(name + ": one at a time")
                    .isTrue();
            lastStarted.put(decision.key(), at);
            var answer = new CompletableFuture<Outcome>();
            boolean fails = sick && isSick(decision) && random.nextInt(3) == 0;
            if (fails && random.nextInt(3) == 0) {
                underWay.remove(decision.key());
                faults++;
                if (random.nextBoolean()) {
                    throw new IllegalStateException();
                }
                return CompletableFuture.failedFuture(new IllegalStateException());
            }
            boolean writes = !fails || random.nextBoolean();
            timers.after(Duration.ofMillis(random.nextInt(3_000)), () -> {
                underWay.remove(decision.key());
                Outcome outcome = writes ? guarded(decision) : new Outcome.Conflict("never seen");
                if (!fails) {
                    answer.complete(outcome);
                } else if (random.nextInt(4) == 0) {
                    answer.complete(new Outcome.Unavailable(Trouble.of(503).orElseThrow(), null));
                } else {
                    faults++;
                    answer.completeExceptionally(new IllegalStateException());
                }
            });
            return answer;
        }

        /** As the API server's test of what was observed. */
        private Outcome guarded(Decision decision) {
            long at = decision.at().offset();
            if (lastApplied.getOrDefault(decision.key(), -1L) >= at) {
                return new Outcome.Superseded("422 test failed");
            }
            assertThat(applied.add(at)).as(name + ": doubled").isTrue();
            lastApplied.put(decision.key(), at);
            return new Outcome.Applied("11");
        }

        @Override
        public void delayed(Decision decision, Trouble trouble) {
            delayed.merge(decision.cluster(), 1, Integer::sum);
        }

        @Override
        public void held(Decision decision) {
            throw new AssertionError("nothing is held here");
        }

        @Override
        public void blown(String cluster, Fuse.Blow blow) {
            throw new AssertionError("nothing blows here");
        }

        @Override
        public void unannounced(Decision decision) {
            assertThat(isSick(decision)).isTrue();
        }

        @Override
        public void settled(Decision decision, Outcome.Settled outcome) {
            long at = decision.at().offset();
            assertThat(settled.add(at)).as(name + ": one last word").isTrue();
            done.add(at);
            if (outcome instanceof Outcome.PutAside) {
                putAside.add(at);
            }
        }

        @Override
        public void moot(Decision decision) {
            done.add(decision.at().offset());
        }
    }
}

package io.credstream.rules.retry;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.TEST_OPERATOR;
import static io.credstream.rules.Facts.bare;
import static io.credstream.rules.Facts.binding;
import static io.credstream.rules.Facts.bound;
import static io.credstream.rules.Facts.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.BindingState;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestUpdate;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Decisions;
import io.credstream.rules.retry.Step.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The loop around one Manifest, with a processor that crashes between changelog and output in either order, a sink that restarts
 * and fails, and somebody who overwrites. Once the trouble ends, what should be is, nothing is pending, and all is forgotten.
 */
class RetriesSimulationTest {

    @ParameterizedTest
    @ValueSource(longs = {100, 200, 300})
    void troubleHealsForKnownSeeds(long seed) {
        healsFrom(seed);
    }

    @Test
    void troubleHealsForSeedsOfToday() {
        healsFrom(System.nanoTime());
    }

    private static void healsFrom(long first) {
        for (long seed = first; seed < first + 100; seed++) {
            new Loop(seed).go();
        }
    }

    private static final class Loop {
        private static final Duration PERIOD = Duration.ofMinutes(5);

        final long seed;
        final Random random;
        final Retries retries;
        final Decisions decisions = new Decisions();
        final Deque<Manifest> observations = new ArrayDeque<>();
        final Deque<ApplyReport> reports = new ArrayDeque<>();
        Instant now = Instant.EPOCH;
        Instant lastFull = now;
        int version = 10;
        Manifest actual;

        @Nullable
        Attempts stored;

        @Nullable
        ManifestUpdate pending;

        boolean unread;
        boolean trouble = true;

        Loop(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.retries = new Retries(RetryPolicy.DEFAULT, random);
            this.actual = manifest(bare(Layer.INSTALL)).build();
            decisions.put(binding(bound(Layer.INSTALL)));
            write(actual.layers().getFirst());
        }

        void go() {
            for (int step = 0; step < 50; step++) {
                step(8);
            }
            for (int step = 0; step < 100; step++) {
                // Nobody interferes any more, but crashes go on.
                step(6);
            }
            trouble = false;
            quiet();
            if (stored instanceof Attempts.Rejected) {
                // Waits for something to change, as it should.
                write(new ManifestLayer(Layer.INSTALL, "[]", "[]"));
                quiet();
            }
            String when = "seed " + seed;
            assertThat(pending).as("pending, %s", when).isNull();
            assertThat(decisions.decide(actual.ref(), CAUSE)).as(when).isNotInstanceOf(Decision.Update.class);
            assertThat(stored).as("remembered, %s", when).isNull();
        }

        /** Long enough for the longest hold-down and what follows; nobody does anything but what has to be done. */
        void quiet() {
            for (int step = 0; step < 1_500; step++) {
                step(4);
            }
        }

        void step(int possibilities) {
            now = now.plusSeconds(random.nextInt(30));
            switch (random.nextInt(possibilities)) {
                case 0 -> observe();
                case 1 -> hear();
                case 2 -> sink();
                case 3 -> wake();
                case 4 -> unread = pending != null;
                case 5 -> evaluate(Occasion.RESTORED);
                case 6 -> write(new ManifestLayer(Layer.INSTALL, "{}", "{}"));
                default -> rotate();
            }
        }

        void observe() {
            Manifest next = observations.peek();
            if (next != null) {
                decisions.put(next);
                if (evaluate(Occasion.EVENT)) {
                    observations.remove();
                }
            }
        }

        void hear() {
            ApplyReport next = reports.peek();
            if (next != null) {
                Attempts before = stored;
                stored = retries.reported(stored, next, now);
                if (evaluate(Occasion.EVENT)) {
                    reports.remove();
                } else {
                    stored = random.nextBoolean() ? stored : before;
                }
            }
        }

        void wake() {
            if (Duration.between(lastFull, now).compareTo(PERIOD) > 0) {
                lastFull = now;
                evaluate(Occasion.PERIODIC);
            } else if (stored != null && stored.isDue(now)) {
                evaluate(Occasion.EVENT);
            }
        }

        void rotate() {
            String revision = "r" + random.nextInt(2);
            BindingState state = random.nextBoolean() ? BindingState.BOUND : BindingState.AMBIGUOUS;
            if (random.nextInt(4) == 0) {
                decisions.removeBinding(actual.scope(), binding().template());
            } else {
                decisions.put(binding(bound(Layer.INSTALL, TEST_OPERATOR, state, revision)));
            }
            evaluate(Occasion.EVENT);
        }

        /** Whether the processor got through; if not, it has restarted by now, and its input comes again. */
        boolean evaluate(Occasion occasion) {
            Step step = retries.decided(stored, decisions.decide(actual.ref(), CAUSE), occasion, now);
            int dice = trouble ? random.nextInt(8) : 7;
            if (dice != 0) {
                stored = step.next();
            }
            if (dice != 1) {
                send(step.action());
            }
            if (dice < 2) {
                lastFull = now;
                evaluate(Occasion.RESTORED);
                return false;
            }
            return true;
        }

        void send(Action action) {
            switch (action) {
                case Action.Send(ManifestUpdate update) -> {
                    pending = update;
                    unread = true;
                }
                case Action.Clear clear -> pending = null;
                case Action.GiveWay givesWay -> pending = null;
                case Action.Stay stay -> {}
            }
        }

        void sink() {
            ManifestUpdate update = pending;
            if (update == null || !unread) {
                return;
            }
            Result result = trouble && random.nextInt(4) == 0
                    ? List.of(Result.CONFLICT, Result.REJECTED, Result.UNAVAILABLE)
                            .get(random.nextInt(3))
                    : apply(update);
            unread = result == Result.UNAVAILABLE;
            reports.add(new ApplyReport(
                    actual.ref(),
                    update.uid(),
                    result,
                    actual.version().resourceVersion(),
                    null,
                    update.attempt(),
                    CAUSE));
        }

        Result apply(ManifestUpdate update) {
            ManifestLayer layer = actual.layers().getFirst();
            boolean asExpected = update.expected().equals(actual.annotations())
                    && update.layers().stream().allMatch(edit -> Objects.equals(edit.expected(), layer.selector()));
            if (!asExpected) {
                return Result.SUPERSEDED;
            }
            ManifestLayer written = update.layers().stream()
                    .map(edit -> new ManifestLayer(Layer.INSTALL, edit.desired(), edit.desired()))
                    .findFirst()
                    .orElse(layer);
            actual = manifest(written)
                    .annotations(update.desired())
                    .at(nextVersion())
                    .build();
            observations.add(actual);
            return Result.APPLIED;
        }

        /** Somebody writes a selector. */
        void write(ManifestLayer layer) {
            actual = manifest(layer)
                    .annotations(actual.annotations())
                    .at(nextVersion())
                    .build();
            observations.add(actual);
        }

        String nextVersion() {
            return Integer.toString(version++);
        }
    }
}

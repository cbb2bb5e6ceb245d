package io.credstream.processor.domain;

import static io.credstream.processor.domain.Facts.CAUSE;
import static io.credstream.processor.domain.Facts.TEST_OPERATOR;
import static io.credstream.processor.domain.Facts.bare;
import static io.credstream.processor.domain.Facts.binding;
import static io.credstream.processor.domain.Facts.bound;
import static io.credstream.processor.domain.Facts.carrying;
import static io.credstream.processor.domain.Facts.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.processor.domain.Attempts.Phase;
import io.credstream.processor.domain.Decision.LeaveAlone;
import io.credstream.processor.domain.Decision.Reason;
import io.credstream.processor.domain.Step.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final Action STAY = new Action.Stay();
    private static final Action CLEAR = new Action.Clear();
    private static final Binding BINDING = binding(bound(Layer.INSTALL));
    private static final Binding ROTATED = binding(bound(Layer.INSTALL, TEST_OPERATOR, BindingState.BOUND, "r2"));
    private static final Manifest BARE = manifest(bare(Layer.INSTALL)).at("7").build();
    private static final LeaveAlone MOOT = new LeaveAlone(BindingState.NO_TEMPLATE, Reason.NO_TEMPLATE);

    private final RetryPolicy policy = RetryPolicy.DEFAULT;
    private final Retries retries = new Retries(policy, new Random(1));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private @Nullable Attempts attempts;

    @Test
    void aNewDecisionIsSentAtOnce() {
        assertThat(sent(decided(BARE, BINDING)).attempt()).isEqualTo(1);
    }

    @Test
    void anEqualDecisionIsNotSentAgainOnMereEvents() {
        decided(BARE, BINDING);

        assertThat(decided(BARE, BINDING)).isEqualTo(STAY);
        assertThat(decided(manifest(bare(Layer.INSTALL)).at("9").build(), BINDING))
                .isEqualTo(STAY);
    }

    @Test
    void anEqualDecisionIsSentAgainAtEveryFullEvaluationAsTheAttemptThatItIs() {
        ManifestUpdate first = sent(decided(BARE, BINDING));

        assertThat(sent(decided(BARE, BINDING, Occasion.RESTORED))).isEqualTo(first);
        assertThat(sent(decided(BARE, BINDING, Occasion.PERIODIC))).isEqualTo(first);
    }

    @Test
    void anotherDecisionIsSentAtOnce() {
        decided(BARE, BINDING);
        reported(Result.SUPERSEDED);

        assertThat(sent(decided(BARE, ROTATED)).attempt()).isEqualTo(1);
    }

    @Test
    void whatIsSentAgainNamesTheCauseForWhichItWasSentFirst() {
        ManifestUpdate first = sent(decided(BARE, BINDING));
        Cause later = new Cause.Coordinates("clusters", 0, 5);

        Decision same = ManifestDecision.decide(BARE, List.of(BINDING), later);
        ManifestUpdate again = sent(step(retries.decided(attempts, same, Occasion.PERIODIC, now)));

        assertThat(again.cause()).isEqualTo(first.cause());
        assertThat(again.desired().cause()).isEqualTo(CAUSE.describe());
    }

    @Nested
    class AfterAReport {

        @Test
        void whatWasSupersededIsSentAgainWithGrowingPauses() {
            decided(BARE, BINDING);
            for (int attempt = 1; attempt < 12; attempt++) {
                reported(Result.SUPERSEDED);
                Duration pause = Duration.between(now, due());
                assertThat(pause).isBetween(half(attempt), half(attempt).multipliedBy(2));
                now = due().minusMillis(1);
                assertThat(decided(BARE, BINDING)).isEqualTo(STAY);
                now = now.plusMillis(1);
                assertThat(sent(decided(BARE, BINDING)).attempt()).isEqualTo(attempt + 1);
            }
        }

        @Test
        void aConflictIsSentAgain() {
            decided(BARE, BINDING);
            reported(Result.CONFLICT);
            now = due();

            assertThat(sent(decided(BARE, BINDING)).attempt()).isEqualTo(2);
        }

        @Test
        void whatWasAppliedButNeverObservedIsSentAgain() {
            decided(BARE, BINDING);
            applied("8");
            assertThat(due()).isEqualTo(now.plus(policy.observation()));
            assertThat(decided(BARE, BINDING)).isEqualTo(STAY);

            now = due();
            assertThat(sent(decided(BARE, BINDING)).attempt()).isEqualTo(2);
        }

        @Test
        void whatWasRejectedIsNotSentAgainUntilSomethingChanges() {
            decided(BARE, BINDING);
            reported(Result.REJECTED);
            now = due();

            assertThat(decided(BARE, BINDING)).isEqualTo(STAY);
            assertThat(attempts().due()).isNull();
            now = now.plus(Duration.ofHours(3));
            assertThat(decided(BARE, BINDING, Occasion.PERIODIC)).isEqualTo(STAY);
            assertThat(decided(BARE, BINDING, Occasion.RESTORED)).isEqualTo(STAY);

            assertThat(sent(decided(manifest(bare(Layer.INSTALL)).at("9").build(), BINDING))
                            .attempt())
                    .isEqualTo(2);
        }

        @Test
        void whatWasRejectedIsReplacedByAnotherDecisionAtOnce() {
            decided(BARE, BINDING);
            reported(Result.REJECTED);

            assertThat(sent(decided(BARE, ROTATED)).attempt()).isEqualTo(1);
        }

        @Test
        void anUnreachableClusterIsTheSinksBusiness() {
            decided(BARE, BINDING);
            reported(Result.UNAVAILABLE);

            assertThat(due()).isEqualTo(now.plus(policy.longest()));
            assertThat(decided(BARE, BINDING)).isEqualTo(STAY);
        }

        @Test
        void ofAnEarlierAttemptNothingFollows() {
            decided(BARE, BINDING);
            reported(Result.SUPERSEDED);
            now = due();
            decided(BARE, BINDING);
            Attempts before = attempts;

            attempts = retries.reported(attempts, report("uid", Result.REJECTED, 1, null), now);
            assertThat(attempts).isEqualTo(before);
            attempts = retries.reported(attempts, report("of its successor", Result.REJECTED, 2, null), now);
            assertThat(attempts).isEqualTo(before);
        }

        @Test
        void onSomethingUnknownTheTopicIsPutRight() {
            attempts = retries.reported(null, report("uid", Result.SUPERSEDED, 1, null), now);
            assertThat(step(retries.decided(attempts, MOOT, Occasion.EVENT, now))).isEqualTo(CLEAR);

            attempts = retries.reported(null, report("uid", Result.SUPERSEDED, 1, null), now);
            assertThat(decided(BARE, BINDING)).isInstanceOf(Action.Send.class);
        }
    }

    @Nested
    class ASettledDecision {

        @Test
        void isClearedWhenItIsObserved() {
            ManifestUpdate update = sent(decided(BARE, BINDING));

            assertThat(decided(after(update, "8"), BINDING)).isEqualTo(CLEAR);
            assertThat(decided(after(update, "8"), BINDING)).isEqualTo(STAY);
        }

        @Test
        void isClearedWhenItIsMoot() {
            decided(BARE, BINDING);

            assertThat(step(retries.decided(attempts, MOOT, Occasion.EVENT, now))).isEqualTo(CLEAR);
        }

        @Test
        void isClearedAgainUntilNoCrashCanHaveSwallowedIt() {
            Manifest written = after(sent(decided(BARE, BINDING)), "8");
            decided(written, BINDING);

            assertThat(decided(written, BINDING, Occasion.RESTORED)).isEqualTo(CLEAR);
            assertThat(decided(written, BINDING, Occasion.RESTORED)).isEqualTo(CLEAR);
            now = now.plus(policy.window());
            assertThat(decided(written, BINDING, Occasion.PERIODIC)).isEqualTo(STAY);
            assertThat(attempts).isNull();
        }

        @Test
        void isForgottenAtTheSecondPeriodicEvaluationAtTheEarliest() {
            Manifest written = after(sent(decided(BARE, BINDING)), "8");
            decided(written, BINDING);
            now = now.plus(policy.window().multipliedBy(2));

            assertThat(decided(written, BINDING, Occasion.PERIODIC)).isEqualTo(CLEAR);
            now = now.plus(policy.window());
            assertThat(decided(written, BINDING, Occasion.PERIODIC)).isEqualTo(STAY);
            assertThat(attempts).isNull();
        }

        @Test
        void isNeverWokenUp() {
            Manifest written = after(sent(decided(BARE, BINDING)), "8");
            decided(written, BINDING);

            assertThat(attempts().isDue(Instant.MAX)).isFalse();
        }
    }

    @Nested
    class R17AFight {

        @Test
        void isHeldDownAfterThreeRounds() {
            fight(2);

            Action third = overwritten("100");

            assertThat(third).isEqualTo(new Action.HoldDown(now.plus(Duration.ofMinutes(10)), 1));
            assertThat(decided(bare("101"), BINDING)).isEqualTo(STAY);
            assertThat(decided(bare("101"), ROTATED)).isEqualTo(STAY);
            assertThat(decided(bare("101"), BINDING, Occasion.RESTORED)).isEqualTo(CLEAR);
        }

        @Test
        void isTakenUpAgainAfterwardsWithAGrowingPause() {
            Duration expected = Duration.ofMinutes(10);
            for (int hold = 1; hold <= 5; hold++) {
                fight(2);
                assertThat(overwritten("100")).isEqualTo(new Action.HoldDown(now.plus(expected), hold));
                now = now.plus(expected);
                assertThat(attempts().isDue(now)).isTrue();
                expected = expected.multipliedBy(2).compareTo(policy.longestHold()) < 0
                        ? expected.multipliedBy(2)
                        : policy.longestHold();
            }
        }

        @Test
        void startsOverAfterALongPeace() {
            fight(2);
            overwritten("100");
            now = now.plus(Duration.ofMinutes(10)).plus(policy.longestHold()).plusSeconds(1);
            fight(2);

            assertThat(overwritten("100")).isEqualTo(new Action.HoldDown(now.plus(Duration.ofMinutes(10)), 1));
        }

        @Test
        void isNoneWhenTheRoundsAreFarApart() {
            for (int round = 0; round < 10; round++) {
                write("10");
                now = now.plus(Duration.ofMinutes(6));
                assertThat(overwritten("11")).isInstanceOf(Action.Send.class);
            }
        }

        @Test
        void isNoneWhenItIsWeWhoWantSomethingElse() {
            Binding[] wishes = {BINDING, ROTATED};
            Manifest written = after(sent(decided(BARE, BINDING)), "8");
            for (int change = 1; change < 10; change++) {
                decided(written, wishes[(change - 1) % 2]);
                written = after(sent(decided(written, wishes[change % 2])), "9");
            }
        }

        @Test
        void isRecognizedWhereOurWriteWasNeverObserved() {
            decided(BARE, BINDING);
            applied("8");

            // At version 8 it was ours. At 7 nobody can have taken it back yet, at 9 somebody has.
            assertThat(decided(BARE, BINDING)).isEqualTo(STAY);
            assertThat(attempts().rounds()).isEmpty();
            assertThat(decided(bare("9"), BINDING)).isInstanceOf(Action.Send.class);
            assertThat(attempts().rounds()).hasSize(1);
        }

        @Test
        void endsWithTheManifestItIsAbout() {
            fight(2);
            Decision successor = ManifestDecision.decide(BARE, List.of(BINDING), CAUSE);
            ManifestUpdate update = ((Decision.Update) successor).update();
            ManifestUpdate recreated = new ManifestUpdate(
                    update.manifest(),
                    "uid of another",
                    update.observed(),
                    update.annotated(),
                    update.layers(),
                    update.expected(),
                    update.desired(),
                    update.state(),
                    1,
                    CAUSE);

            step(retries.decided(attempts, new Decision.Update(recreated), Occasion.EVENT, now));

            assertThat(attempts().rounds()).isEmpty();
        }

        private void fight(int rounds) {
            write("10");
            for (int round = 0; round < rounds; round++) {
                now = now.plusSeconds(20);
                assertThat(overwritten("11")).isInstanceOf(Action.Send.class);
                write("12");
            }
        }

        /** Our decision, applied and observed. */
        private void write(String version) {
            ManifestUpdate update = update(BARE, BINDING);
            decided(BARE, BINDING);
            applied(version);
            decided(after(update, version), BINDING);
            assertThat(attempts().phase()).isEqualTo(Phase.SETTLED);
        }

        private Action overwritten(String version) {
            return decided(bare(version), BINDING);
        }

        private static Manifest bare(String version) {
            return manifest(Facts.bare(Layer.INSTALL)).at(version).build();
        }
    }

    private Action decided(Manifest manifest, Binding binding) {
        return decided(manifest, binding, Occasion.EVENT);
    }

    private Action decided(Manifest manifest, Binding binding, Occasion occasion) {
        Decision decision = ManifestDecision.decide(manifest, List.of(binding), CAUSE);
        return step(retries.decided(attempts, decision, occasion, now));
    }

    private Action step(Step step) {
        attempts = step.next();
        return step.action();
    }

    private void reported(Result result) {
        attempts = retries.reported(attempts, report("uid", result, attempts().attempt(), null), now);
    }

    private void applied(String resourceVersion) {
        attempts = retries.reported(
                attempts, report("uid", Result.APPLIED, attempts().attempt(), resourceVersion), now);
    }

    private Attempts attempts() {
        return Objects.requireNonNull(attempts);
    }

    private Instant due() {
        return Objects.requireNonNull(attempts().due());
    }

    private Duration half(int attempt) {
        Duration full = attempt < 10 ? Duration.ofSeconds(1L << (attempt - 1)) : policy.longest();
        return full.dividedBy(2);
    }

    private static ApplyReport report(String uid, Result result, int attempt, @Nullable String resourceVersion) {
        return new ApplyReport(BARE.ref(), uid, result, resourceVersion, null, attempt, CAUSE);
    }

    private static ManifestUpdate sent(Action action) {
        if (action instanceof Action.Send(ManifestUpdate update)) {
            return update;
        }
        throw new AssertionError("not sent, but " + action);
    }

    private static ManifestUpdate update(Manifest manifest, Binding binding) {
        return ((Decision.Update) ManifestDecision.decide(manifest, List.of(binding), CAUSE)).update();
    }

    private static Manifest after(ManifestUpdate update, String version) {
        return manifest(carrying(Layer.INSTALL, TEST_OPERATOR))
                .annotations(update.desired())
                .at(version)
                .build();
    }
}

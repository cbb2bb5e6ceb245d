package io.credstream.processor.domain;

import static io.credstream.processor.domain.Facts.CAUSE;
import static io.credstream.processor.domain.Facts.bare;
import static io.credstream.processor.domain.Facts.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.processor.domain.Step.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RetriesTest extends RetriesCase {

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
            assertThat(step(retries.decided(attempts, MOOT, Occasion.EVENT, now)))
                    .isEqualTo(CLEAR);

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

            assertThat(step(retries.decided(attempts, MOOT, Occasion.EVENT, now)))
                    .isEqualTo(CLEAR);
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
        void isClearedAgainWhenSomethingOfItTurnsUpAfterItsTombstone() {
            Manifest written = after(sent(decided(BARE, BINDING)), "8");
            decided(written, BINDING);

            reported(Result.SUPERSEDED);
            assertThat(decided(written, BINDING)).isEqualTo(CLEAR);
            reported(Result.UNCHANGED);
            assertThat(decided(written, BINDING)).isEqualTo(CLEAR);
        }

        @Test
        void isNotClearedAgainWhenItsOwnReportComesLate() {
            Manifest written = after(sent(decided(BARE, BINDING)), "8");
            decided(written, BINDING);

            applied("8");
            assertThat(decided(written, BINDING)).isEqualTo(STAY);
        }

        @Test
        void isNeverWokenUp() {
            Manifest written = after(sent(decided(BARE, BINDING)), "8");
            decided(written, BINDING);

            assertThat(attempts().isDue(Instant.MAX)).isFalse();
        }
    }
}

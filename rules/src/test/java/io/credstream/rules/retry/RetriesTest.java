package io.credstream.rules.retry;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.bare;
import static io.credstream.rules.Facts.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Version;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.ManifestDecision;
import io.credstream.rules.retry.Step.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    void anEqualDecisionIsSentAgainAfterARestartAsTheAttemptThatItIsAndAtNoOtherEvaluation() {
        ManifestUpdate first = sent(decided(BARE, BINDING));

        assertThat(sent(decided(BARE, BINDING, Occasion.RESTORED))).isEqualTo(first);
        assertThat(decided(BARE, BINDING, Occasion.PERIODIC)).isEqualTo(STAY);
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
        ManifestUpdate again = sent(step(retries.decided(attempts, same, Occasion.RESTORED, now)));

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
        void whatWasAppliedIsNotSentAgainBeforeThatEvenAfterARestart() {
            decided(BARE, BINDING);
            applied("8");

            now = due().minusMillis(1);
            for (Occasion occasion : Occasion.values()) {
                assertThat(decided(BARE, BINDING, occasion)).isEqualTo(STAY);
            }
        }

        /** The guard of its patch refuses it because it is there: nobody observes, whoever writes. */
        @Test
        void whatWasAppliedAndThenSupersededIsNotSentAgainUntilItIsSeenToBeGone() {
            decided(BARE, BINDING);
            applied("8");
            now = due();
            decided(BARE, BINDING);

            reported(Result.SUPERSEDED);

            assertThat(attempts()).isInstanceOf(Attempts.Applied.class);
            assertThat(attempts().alarm()).isEmpty();
            now = now.plus(Duration.ofDays(3));
            for (Occasion occasion : Occasion.values()) {
                assertThat(decided(BARE, BINDING, occasion)).isEqualTo(STAY);
            }
            Attempts unseen = attempts();
            assertThat(decided(after(update(BARE, BINDING), "8"), BINDING)).isEqualTo(CLEAR);
            attempts = unseen;
            Manifest restored =
                    manifest(bare(Layer.INSTALL)).at(new Version(2, "5")).build();
            assertThat(decided(restored, BINDING)).isInstanceOf(Action.Send.class);
        }

        /** Somebody else wrote in the same moment, which says nothing of what is there. */
        @Test
        void whatWasAppliedAndThenInConflictWaitsForItsObservationTwiceAsLong() {
            decided(BARE, BINDING);
            applied("8");
            now = due();
            decided(BARE, BINDING);

            reported(Result.CONFLICT);

            assertThat(attempts()).isInstanceOf(Attempts.Applied.class);
            assertThat(due()).isEqualTo(now.plus(policy.observation().multipliedBy(2)));
        }

        @Test
        void whatWasAppliedToAClusterThatWasThenRestoredIsSentAgainAtOnce() {
            decided(BARE, BINDING);
            applied("8");

            Manifest restored =
                    manifest(bare(Layer.INSTALL)).at(new Version(2, "5")).build();
            assertThat(decided(restored, BINDING)).isInstanceOf(Action.Send.class);
        }

        @Test
        void whatSomebodyElseHadWrittenIsSentAgainOnceItIsSeenToBeGone() {
            decided(BARE, BINDING);
            reported(Result.UNCHANGED);
            assertThat(decided(BARE, BINDING)).isEqualTo(STAY);

            assertThat(decided(manifest(bare(Layer.INSTALL)).at("9").build(), BINDING))
                    .isInstanceOf(Action.Send.class);
        }

        @Test
        void ofAWriteThatTheDecisionIsBasedOnNothingFollows() {
            decided(BARE, BINDING);
            Attempts before = attempts();

            applied(BARE.version().resourceVersion());

            assertThat(attempts).isEqualTo(before);
        }

        @Test
        void whatWasRejectedIsNotSentAgainUntilSomethingChanges() {
            decided(BARE, BINDING);
            reported(Result.REJECTED);
            now = due();

            assertThat(decided(BARE, BINDING)).isEqualTo(STAY);
            assertThat(attempts().alarm()).isEmpty();
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

            now = now.plus(policy.longest().multipliedBy(300));
            for (Occasion occasion : List.of(Occasion.EVENT, Occasion.RESTORED, Occasion.PERIODIC)) {
                assertThat(decided(BARE, BINDING, occasion)).isEqualTo(STAY);
            }
        }

        @ParameterizedTest
        @EnumSource(
                value = Result.class,
                names = {"UNAVAILABLE", "HELD", "REJECTED", "SUPERSEDED"})
        void whatTheSinkCanHaveForgottenIsSentAgainAsTheAttemptThatItIs(Result result) {
            ManifestUpdate first = sent(decided(BARE, BINDING));
            reported(result);

            assertThat(sent(decided(BARE, BINDING, Occasion.UNHEARD))).isEqualTo(first);
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

            assertThat(decided(written, BINDING, Occasion.PERIODIC)).isEqualTo(STAY);
            assertThat(attempts).isNotNull();
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

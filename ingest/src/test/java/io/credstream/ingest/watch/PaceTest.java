package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.ingest.watch.Pace.Step;
import io.credstream.kube.Backoff;
import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private static final Trouble TROUBLE = new Trouble(Condition.UNREACHABLE, "test", "none");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Pace pace = new Pace(new Backoff(Duration.ofSeconds(1), LIMIT), new SplittableRandom(1));

    @Test
    void beginsWithAListAndFollowsFromItsVersion() {
        assertThat(pace.next()).isEqualTo(new Step.List());
        pace.listed("7");
        assertThat(pace.next()).isEqualTo(new Step.Follow("7"));
        pace.advanced("9");
        pace.ended(true);
        assertThat(pace.next()).isEqualTo(new Step.Follow("9"));
    }

    @Test
    void aBrokenConnectionIsResumedAfterAPauseAndAVerification() {
        pace.listed("7");
        pace.failed(new Failure.Broken(TROUBLE));
        assertThat(pace.next()).isInstanceOf(Step.Pause.class);
        pace.paused();
        assertThat(pace.next()).isEqualTo(new Step.Verify("7"));
        pace.verified();
        assertThat(pace.next()).isEqualTo(new Step.Follow("7"));
    }

    @Test
    void aServerThatIsAwayWhenItIsAskedAgainIsListed() {
        for (Failure again : List.of(new Failure.Broken(TROUBLE), new Failure.Refused(TROUBLE, null))) {
            pace.listed("7");
            pace.failed(new Failure.Broken(TROUBLE));
            pace.paused();
            pace.failed(again);
            pace.paused();
            assertThat(pace.next()).as(again.toString()).isEqualTo(new Step.List());
        }
    }

    @Test
    void aServerThatIsBusyIsNotListedForIt() {
        pace.listed("7");
        for (int i = 0; i < 5; i++) {
            pace.failed(new Failure.Throttled(TROUBLE, null));
            pace.paused();
            assertThat(pace.next()).isEqualTo(new Step.Verify("7"));
        }
    }

    @Test
    void whateverCastsDoubtOnWhatWasSeenDropsThePosition() {
        for (Failure failure : List.of(
                new Failure.Silent(),
                new Failure.Unintelligible(),
                new Failure.NotServed(TROUBLE),
                new Failure.Expired(),
                new Failure.Overtaken())) {
            Pace doubted = new Pace(Backoff.DEFAULTS, new SplittableRandom(1));
            doubted.listed("7");
            doubted.failed(failure);
            doubted.paused();
            assertThat(doubted.next()).as(failure.toString()).isEqualTo(new Step.List());
        }
    }

    @Test
    void beingToldToListIsNoReasonToWaitButBeingToldAgainIs() {
        pace.listed("7");
        pace.failed(new Failure.Expired());
        assertThat(pace.next()).isEqualTo(new Step.List());
        pace.failed(new Failure.Expired());
        assertThat(pace.next()).isInstanceOf(Step.Pause.class);
    }

    @Test
    void waitsLongerEachTimeUntilAWatchHasProvenItself() {
        Duration last = Duration.ZERO;
        for (int i = 0; i < 20; i++) {
            pace.failed(new Failure.Broken(TROUBLE));
            last = pauseTaken();
            pace.listed("7"); // a list proves nothing about watches
        }
        assertThat(last).isGreaterThan(LIMIT.dividedBy(3)).isLessThanOrEqualTo(LIMIT);
        // When
        pace.advanced("8");
        pace.failed(new Failure.Broken(TROUBLE));
        // Then
        assertThat(pauseTaken()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aWatchThatEndsAtOnceAgainAndAgainIsNotOpenedInALoop() {
        pace.listed("7");
        pace.ended(false);
        assertThat(pace.next()).isInstanceOf(Step.Pause.class);
        pace.paused();
        assertThat(pace.next()).isEqualTo(new Step.Follow("7"));
    }

    @Test
    void waitsAsLongAsTheServerAsksWithinReason() {
        pace.failed(new Failure.Throttled(TROUBLE, Duration.ofSeconds(30)));
        assertThat(pauseTaken()).isEqualTo(Duration.ofSeconds(30));
        pace.failed(new Failure.Throttled(TROUBLE, Duration.ofDays(30)));
        assertThat(pauseTaken()).isLessThan(Duration.ofSeconds(3));
    }

    private Duration pauseTaken() {
        Step next = pace.next();
        assertThat(next).isInstanceOf(Step.Pause.class);
        pace.paused();
        return next instanceof Step.Pause pause ? pause.delay() : Duration.ZERO;
    }
}

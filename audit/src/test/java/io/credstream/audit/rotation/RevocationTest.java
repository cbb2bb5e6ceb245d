package io.credstream.audit.rotation;

import static io.credstream.audit.TestLog.KCP;
import static io.credstream.audit.TestLog.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Fleet;
import io.credstream.audit.TestLog;
import io.credstream.audit.rotation.Revocation.Use;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Gap;
import io.credstream.model.Kind;
import io.credstream.model.Order.Action.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevocationTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final TestLog log = new TestLog()
            .controlPlane()
            .credential("cred", "one", "old")
            .template("op", "one")
            .manifest("a", "op");

    @Test
    void whatIsSelectedIsInUse() {
        assertThat(revocation(log.now()).uses()).containsExactly(new Use(ref("a"), ref("cred"), null));
    }

    @Test
    void whatWasSelectedWithinTheTimeWasInUseUntilItRotated() {
        Instant since = log.now();
        log.credential("cred", "one", "new");
        Instant rotated = log.now();
        log.pass(DAY.minusHours(1));

        assertThat(revocation(since).uses()).containsExactly(new Use(ref("a"), ref("cred"), rotated));
    }

    @Test
    void whatRotatedLongAgoIsNot() {
        log.credential("cred", "one", "new").pass(DAY);

        Revocation revocation = revocation(log.now());
        assertThat(revocation.uses()).isEmpty();
        assertThat(revocation.holders()).isEmpty();
    }

    @Test
    void aCopyUnderAnotherNameCounts() {
        log.credential("cred", "one", "new").credential("copy", "two", "old").pass(DAY);
        Instant since = log.now();
        assertThat(revocation(since).uses()).isEmpty();

        log.template("op", "two");
        assertThat(revocation(since).uses()).containsExactly(new Use(ref("a"), ref("copy"), null));
    }

    @Test
    void whatAPinSelectsIsInUseUntilItExpires() {
        Instant end = log.now().plus(DAY);
        log.template("op", "two").pin("a", "one", end);
        Revocation revocation = revocation(log.now());
        assertThat(revocation.uses()).containsExactly(new Use(ref("a"), ref("cred"), null));

        revocation.until(end.plus(DAY));

        assertThat(revocation.uses()).containsExactly(new Use(ref("a"), ref("cred"), end));
    }

    @Test
    void whatAPausedManifestCarriesIsInUseWhateverItsTemplateSays() {
        log.carriedOut("a").brake(Mode.PAUSE).template("op", "two");
        Revocation revocation = revocation(log.now());
        assertThat(revocation.uses()).containsExactly(new Use(ref("a"), ref("cred"), null));

        Instant resumed = log.now();
        log.brake(Mode.RESUME).carriedOut("a").pass(DAY);

        assertThat(revocation(resumed.plus(DAY)).uses()).isEmpty();
    }

    @Test
    void whatIsWithdrawnIsInUseUntilItIsGone() {
        log.carriedOut("a").brake(Mode.WITHDRAW);
        assertThat(revocation(log.now()).uses()).containsExactly(new Use(ref("a"), ref("cred"), null));

        log.carriedOut("a").pass(DAY);

        assertThat(revocation(log.now()).uses()).isEmpty();
    }

    @Test
    void whoWasNotWatchedCannotBeKnown() {
        log.credential("cred", "one", "new").pass(DAY);
        Instant since = log.now();
        Gap gap = new Gap(Kind.SECRET, since.plusSeconds(5), since.plusSeconds(9), Condition.UNREACHABLE);
        log.pass(Duration.ofMinutes(1)).status(Condition.WATCHED, gap);

        Revocation revocation = revocation(since);
        revocation.concerns(KCP);
        assertThat(revocation.doubts()).singleElement().satisfies(doubt -> {
            assertThat(doubt.cluster()).isEqualTo(KCP);
            assertThat(doubt.reason()).contains("secrets").contains("UNREACHABLE");
            assertThat(doubt.from()).isEqualTo(gap.from());
        });
    }

    @Test
    void aGapBeforeThatTimeIsNoDoubt() {
        Gap gap = new Gap(Kind.SECRET, log.now().minusSeconds(9), log.now(), Condition.UNREACHABLE);
        log.status(Condition.WATCHED, gap).pass(DAY);

        Revocation revocation = revocation(log.now());
        revocation.concerns(KCP);
        assertThat(revocation.doubts()).isEmpty();
    }

    @Test
    void whoIsAwayNowCannotBeKnownEither() {
        log.status(Condition.UNREACHABLE);

        assertThat(revocation(log.now()).doubts()).hasSize(1);
    }

    private Revocation revocation(Instant since) {
        Revocation revocation = new Revocation(Fleet.of(log.factsAt(since)), since, new Secrets(Set.of("k1:old")));
        log.replayAfter(since, revocation);
        return revocation;
    }
}

package io.credstream.rules.retry;

import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Version;
import io.credstream.rules.retry.Attempts.Applied;
import io.credstream.rules.retry.Attempts.Failed;
import io.credstream.rules.retry.Attempts.Fused;
import io.credstream.rules.retry.Attempts.Pending;
import io.credstream.rules.retry.Attempts.Rejected;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a report of the sink makes of what is remembered. */
record Reports(RetryPolicy policy, RandomGenerator random) {

    Attempts reported(@Nullable Attempts before, ApplyReport report, Instant now) {
        return switch (before) {
            case null -> unknown(report, now);
            case Pending pending -> isOf(pending.decision(), report) ? told(pending, report, now) : pending;
            case Attempts nothing -> leftOver(nothing, report, now);
        };
    }

    private Attempts told(Pending before, ApplyReport report, Instant now) {
        LastDecision last = before.decision();
        Fight fight = before.fight();
        return switch (report.result()) {
            case APPLIED, UNCHANGED -> applied(last.writtenAs(report.resourceVersion()), fight, now);
            case SUPERSEDED ->
                last.written() == null
                        ? new Failed(last, fight, afterPause(last, now))
                        : new Applied(last, fight, null); // what it was not based on is what it wrote, so it is there
            case CONFLICT ->
                last.written() == null ? new Failed(last, fight, afterPause(last, now)) : applied(last, fight, now);
            case REJECTED -> new Rejected(last, fight, afterPause(last, now));
            case UNAVAILABLE, HELD -> new Fused(last, fight);
        };
    }

    private Applied applied(LastDecision last, Fight fight, Instant now) {
        return new Applied(last, fight, now.plus(policy.observationAfter(last.attempt())));
    }

    private Instant afterPause(LastDecision last, Instant now) {
        return now.plus(policy.pauseAfter(last.attempt(), random));
    }

    /** Reports are read again when their topic is; a write on which the decision was based cannot be the decision's own. */
    private static boolean isOf(LastDecision decision, ApplyReport report) {
        String written = report.resourceVersion();
        boolean ofAnEarlierWrite = report.result() == Result.APPLIED
                && written != null
                && Version.compareResourceVersions(written, decision.observed().resourceVersion()) <= 0;
        return decision.isAbout(report.uid()) && decision.attempt() == report.attempt() && !ofAnEarlierWrite;
    }

    private static Attempts unknown(ApplyReport report, Instant now) {
        return new Failed(
                LastDecision.unknown(report.uid(), Version.NONE, report.attempt(), report.cause(), null),
                Fight.NONE,
                now);
    }

    /**
     * Nothing of ours should be in the topic, but something is: what a former owner of the task said after our tombstone, say.
     * It would pend for ever, so it counts as sent and failed. What was applied shows in the Manifest, or did before.
     */
    private static Attempts leftOver(Attempts before, ApplyReport report, Instant now) {
        return report.result() == Result.APPLIED ? before : new Failed(before.decision(), before.fight(), now);
    }
}

package io.credstream.rules.retry;

import io.credstream.model.ApplyReport;
import io.credstream.model.Cause;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Version;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.retry.Attempts.Phase;
import io.credstream.rules.retry.Step.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What of a decision goes out, and when (R17). Transitions of {@link Attempts}, without side effects; time is handed in.
 *
 * <p>Nothing hinges on having been sent: after a restart everything that is still to be done is sent once more, and so is a
 * tombstone, until no crash between changelog and output can have swallowed it. A periodic evaluation sends only what is due:
 * the task has lived since what it said before, and that was committed. So a tombstone is forgotten at the second one after it
 * was said.
 */
public final class Retries {

    private static final String NO_GOAL = "";

    private final RetryPolicy policy;
    private final RandomGenerator random;

    /** @param random spreads pauses, so that what failed together does not come back together */
    public Retries(RetryPolicy policy, RandomGenerator random) {
        this.policy = Objects.requireNonNull(policy);
        this.random = Objects.requireNonNull(random);
    }

    /**
     * A Manifest was decided.
     *
     * @param before what is remembered of it, if anything
     */
    public Step decided(@Nullable Attempts before, Decision decision, Occasion occasion, Instant now) {
        return switch (decision) {
            case Decision.Update(ManifestUpdate update) -> update(before, update, occasion, now);
            case Decision.InOrder inOrder -> settle(before, Identity.goal(inOrder.annotations()), occasion, now);
            case Decision.LeaveAlone leaveAlone -> settle(before, NO_GOAL, occasion, now);
        };
    }

    /**
     * The sink reported. Decide the Manifest afterwards, as after any other event: what to send follows from there.
     *
     * @param before what is remembered of the Manifest. Nothing means that something is in the topic of which we know nothing:
     *     then it counts as sent and failed, and so is replaced or cleared by the next decision.
     */
    public Attempts reported(@Nullable Attempts before, ApplyReport report, Instant now) {
        if (before == null) {
            return unknown(report, now);
        }
        if (!before.phase().isPending()) {
            return leftOver(before, report, now);
        }
        if (!before.uid().equals(report.uid()) || before.attempt() != report.attempt()) {
            return before;
        }
        if (isOfAnEarlierWrite(before, report)) {
            return before;
        }
        Instant pause = now.plus(policy.pauseAfter(before.attempt(), random));
        Instant observation = now.plus(policy.observationAfter(before.attempt()));
        return switch (report.result()) {
            case APPLIED, UNCHANGED -> before.applied(report.resourceVersion(), observation);
            case SUPERSEDED, CONFLICT ->
                before.written() == null
                        ? before.moved(Phase.FAILED, pause)
                        : before.applied(before.written(), observation); // what it was not based on is what it wrote
            case REJECTED -> before.moved(Phase.REJECTED, pause);
            case UNAVAILABLE, HELD -> before.moved(Phase.FUSED, null);
        };
    }

    /**
     * An operator wants the Manifest written as if nothing had been tried before. Decide it afterwards. What may be in the topic
     * is not forgotten: it counts as failed, and so is replaced or cleared by that decision.
     */
    public Attempts driven(Attempts before, Instant now) {
        return before.isSettled() ? before.settledWithoutFight() : before.failedAsUnknown(NO_GOAL, now);
    }

    /** Reports are read again when their topic is; a write on which the decision was based cannot be the decision's own. */
    private static boolean isOfAnEarlierWrite(Attempts before, ApplyReport report) {
        String written = report.resourceVersion();
        return report.result() == ApplyReport.Result.APPLIED
                && written != null
                && Version.compareResourceVersions(written, before.observed().resourceVersion()) <= 0;
    }

    /**
     * Nothing of ours should be in the topic, but something is: what a former owner of the task said after our tombstone, say.
     * It would pend for ever, so it counts as sent and failed. What was applied shows in the Manifest, or did before.
     */
    private static Attempts leftOver(Attempts before, ApplyReport report, Instant now) {
        return report.result() == ApplyReport.Result.APPLIED ? before : before.moved(Phase.FAILED, now);
    }

    private Step update(@Nullable Attempts before, ManifestUpdate update, Occasion occasion, Instant now) {
        if (before == null || !before.uid().equals(update.uid())) {
            return send(update, 1, update.cause(), now, List.of(), null, 0);
        }
        if (before.isHeld(now)) {
            boolean said = before.phase() == Phase.HELD && !occasion.isBeginning();
            return new Step(
                    before.moved(Phase.HELD, before.heldUntil()), said ? new Action.Stay() : new Action.Clear());
        }
        boolean overwritten = isOverwritten(before, update);
        List<Instant> rounds = rounds(before, overwritten, now);
        if (overwritten && rounds.size() >= policy.rounds()) {
            return holdDown(before, update, now);
        }
        boolean sameAsPending =
                before.phase().isPending() && before.decision().equals(Identity.of(update)) && !overwritten;
        return sameAsPending
                ? again(before, update, occasion, now)
                : send(update, 1, update.cause(), now, rounds, before.heldUntil(), before.holds());
    }

    /** The decision is in the topic already, unless nothing is. */
    private Step again(Attempts before, ManifestUpdate update, Occasion occasion, Instant now) {
        boolean asItIs = occasion == Occasion.UNHEARD
                || (occasion == Occasion.RESTORED && before.phase() != Phase.REJECTED && before.phase() != Phase.FUSED);
        boolean due = switch (before.phase()) {
            case FUSED -> false;
            case REJECTED -> !before.observed().equals(update.observed());
            case APPLIED -> before.isDue(now) || isNotThere(before, update);
            case SENT, FAILED, HELD, SETTLED, CLEARED -> before.due() == null || before.isDue(now);
        };
        if (due) {
            return sendAgain(before, update, now);
        } else if (asItIs && before.phase() != Phase.APPLIED) {
            return new Step(before, new Action.Send(Identity.stamped(update, before.attempt(), before.cause())));
        }
        boolean over = before.phase() == Phase.REJECTED && before.isDue(now);
        return new Step(over ? before.moved(Phase.REJECTED, null) : before, new Action.Stay());
    }

    /**
     * Whether an observation shows that what was applied is gone, though nobody overwrote it: the cluster was restored, or somebody else
     * had made the Manifest what it should be.
     */
    private static boolean isNotThere(Attempts before, ManifestUpdate update) {
        return update.observed().incarnation() != before.observed().incarnation()
                || (before.written() == null && before.observed().isOlderThan(update.observed()));
    }

    private Step sendAgain(Attempts before, ManifestUpdate update, Instant now) {
        Step step = send(
                update, before.attempt() + 1, before.cause(), now, before.rounds(), before.heldUntil(), before.holds());
        boolean unseen = before.phase() == Phase.APPLIED && before.observed().equals(update.observed());
        return unseen && step.next() != null
                ? new Step(step.next().writtenBefore(before.written()), step.action())
                : step;
    }

    private Step send(
            ManifestUpdate update,
            int attempt,
            Cause cause,
            Instant now,
            List<Instant> rounds,
            @Nullable Instant heldUntil,
            int holds) {
        Attempts next = new Attempts(
                update.uid(),
                Phase.SENT,
                Identity.of(update),
                Identity.goal(update.desired()),
                update.observed(),
                null,
                attempt,
                cause,
                now.plus(policy.longest()),
                rounds,
                heldUntil,
                holds);
        return new Step(next, new Action.Send(Identity.stamped(update, attempt, cause)));
    }

    private Step holdDown(Attempts before, ManifestUpdate update, Instant now) {
        Instant last = before.heldUntil();
        boolean sameFight = last != null && now.isBefore(last.plus(policy.longestHold()));
        int hold = sameFight ? before.holds() + 1 : 1;
        Instant until = now.plus(policy.hold(hold));
        Attempts next = new Attempts(
                before.uid(),
                Phase.HELD,
                Identity.of(update),
                Identity.goal(update.desired()),
                update.observed(),
                null,
                0,
                update.cause(),
                until,
                List.of(),
                until,
                hold);
        return new Step(next, new Action.HoldDown(until, hold));
    }

    private Step settle(@Nullable Attempts before, String reached, Occasion occasion, Instant now) {
        if (before == null) {
            return new Step(null, new Action.Stay());
        }
        return switch (before.phase()) {
            case SENT, FUSED, FAILED, APPLIED, REJECTED, HELD ->
                new Step(before.settled(Phase.SETTLED, reached, forget(before, now)), new Action.Clear());
            case SETTLED ->
                switch (occasion) {
                    case EVENT ->
                        new Step(before.settled(Phase.SETTLED, reached, forget(before, now)), new Action.Stay());
                    case RESTORED, UNHEARD ->
                        new Step(before.settled(Phase.CLEARED, reached, forget(before, now)), new Action.Clear());
                    case PERIODIC ->
                        new Step(before.settled(Phase.CLEARED, reached, forget(before, now)), new Action.Stay());
                };
            case CLEARED -> cleared(before, reached, occasion, now);
        };
    }

    private static Step cleared(Attempts before, String reached, Occasion occasion, Instant now) {
        boolean remembered = before.due() != null && now.isBefore(before.due());
        Attempts next = before.settled(Phase.CLEARED, reached, Objects.requireNonNullElse(before.due(), now));
        return switch (occasion) {
            case EVENT -> new Step(next, new Action.Stay());
            case RESTORED, UNHEARD -> new Step(next, new Action.Clear());
            case PERIODIC -> new Step(remembered ? next : null, new Action.Stay());
        };
    }

    /** What was written is remembered for as long as its being overwritten could be a round of a fight. */
    private Instant forget(Attempts before, Instant now) {
        Instant window = now.plus(policy.window());
        Instant held = before.heldUntil();
        return held == null ? window : later(window, held.plus(policy.longestHold()));
    }

    /**
     * Whether somebody took back what we had achieved: the Manifest was seen in order, or was written by us before this
     * observation, and is to be brought to the very same end again. (That our end is another is no fight.)
     */
    private static boolean isOverwritten(Attempts before, ManifestUpdate update) {
        if (!before.goal().equals(Identity.goal(update.desired()))) {
            return false;
        }
        return switch (before.phase()) {
            case SETTLED, CLEARED -> true;
            case APPLIED -> isLater(update.observed(), before);
            case SENT, FUSED, FAILED, REJECTED, HELD -> false;
        };
    }

    private static boolean isLater(Version observed, Attempts before) {
        String written = before.written();
        return written != null
                && observed.incarnation() == before.observed().incarnation()
                && Version.compareResourceVersions(observed.resourceVersion(), written) > 0;
    }

    private List<Instant> rounds(Attempts before, boolean another, Instant now) {
        List<Instant> rounds = new ArrayList<>(before.rounds());
        rounds.removeIf(round -> round.isBefore(now.minus(policy.window())));
        if (another) {
            rounds.add(now);
        }
        return rounds;
    }

    private static Attempts unknown(ApplyReport report, Instant now) {
        return new Attempts(
                report.uid(),
                Phase.FAILED,
                "",
                NO_GOAL,
                Version.NONE,
                null,
                report.attempt(),
                report.cause(),
                now,
                List.of(),
                null,
                0);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}

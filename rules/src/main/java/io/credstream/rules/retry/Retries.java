package io.credstream.rules.retry;

import io.credstream.model.ApplyReport;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.ManifestAnnotations;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.retry.Attempts.Cleared;
import io.credstream.rules.retry.Attempts.Failed;
import io.credstream.rules.retry.Attempts.Held;
import io.credstream.rules.retry.Attempts.Pending;
import io.credstream.rules.retry.Attempts.Settled;
import io.credstream.rules.retry.Step.Action;
import java.time.Instant;
import java.util.function.Predicate;
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

    private final RetryPolicy policy;
    private final Updates updates;
    private final Reports reports;

    /** Of a fleet in which nobody orders anything. */
    public Retries(RetryPolicy policy, RandomGenerator random) {
        this(policy, random, cause -> false);
    }

    /**
     * @param random spreads pauses, so that what failed together does not come back together
     * @param ordered whether a cause is an operator's order
     */
    public Retries(RetryPolicy policy, RandomGenerator random, Predicate<Cause> ordered) {
        this.policy = policy;
        this.updates = new Updates(policy, ordered);
        this.reports = new Reports(policy, random);
    }

    /**
     * A Manifest was decided.
     *
     * @param before what is remembered of it, if anything
     */
    public Step decided(@Nullable Attempts before, Decision decision, Occasion occasion, Instant now) {
        return switch (decision) {
            case Decision.Update update -> updates.decided(before, update, occasion, now);
            case Decision.InOrder inOrder -> settle(before, Identity.goal(inOrder.annotations()), false, occasion, now);
            case Decision.LeaveAlone(BindingState state, Decision.Reason reason) ->
                settle(before, reached(reason), reason.mayEnd(), occasion, now);
        };
    }

    /**
     * The sink reported. Decide the Manifest afterwards, as after any other event: what to send follows from there.
     *
     * @param before what is remembered of the Manifest. Nothing means that something is in the topic of which we know nothing:
     *     then it counts as sent and failed, and so is replaced or cleared by the next decision.
     */
    public Attempts reported(@Nullable Attempts before, ApplyReport report, Instant now) {
        return reports.reported(before, report, now);
    }

    /**
     * An operator wants the Manifest written as if nothing had been tried before. Decide it afterwards. What may be in the topic
     * is not forgotten: it counts as failed, and so is replaced or cleared by that decision.
     */
    public Attempts driven(Attempts before, Instant now) {
        LastDecision last = before.decision();
        return switch (before) {
            case Settled settled -> new Settled(last, Fight.NONE, settled.forget());
            case Cleared cleared -> new Cleared(last, Fight.NONE, cleared.forget());
            case Pending pending -> failed(last, now);
            case Held held -> failed(last, now);
        };
    }

    private static Attempts failed(LastDecision last, Instant now) {
        return new Failed(
                LastDecision.unknown(last.uid(), last.observed(), last.attempt(), last.cause(), last.lineage()),
                Fight.NONE,
                now);
    }

    /** Where nothing of ours belongs, nothing is what was wanted: whoever puts it back overwrites us (R17). */
    private static String reached(Decision.Reason reason) {
        return switch (reason) {
            case NOT_CONCERNED, WITHDRAWN -> Identity.goal(ManifestAnnotations.NONE);
            case GONE, DELETING, SKIP_RECONCILIATION, NO_TEMPLATE, AMBIGUOUS_TEMPLATE, PAUSED, DEFERRED ->
                LastDecision.NO_GOAL;
        };
    }

    /**
     * @param reached what the Manifest is like now
     * @param forNow whether what was wanted may be wanted again: then it still follows from what it followed from
     */
    private Step settle(@Nullable Attempts before, String reached, boolean forNow, Occasion occasion, Instant now) {
        if (before == null) {
            return new Step(null, new Action.Stay());
        }
        LastDecision reaching = before.decision().reaching(reached);
        LastDecision last = forNow ? reaching : reaching.following(null);
        Fight fight = before.fight();
        Instant forget = fight.remembered(policy, now);
        Action saidBefore = occasion.isBeginning() ? new Action.Clear() : new Action.Stay();
        return switch (before) {
            case Pending pending -> new Step(new Settled(last, fight, forget), new Action.Clear());
            case Held held -> new Step(new Settled(last, fight, forget), new Action.Clear());
            case Settled settled ->
                new Step(
                        occasion == Occasion.EVENT
                                ? new Settled(last, fight, forget)
                                : new Cleared(last, fight, forget),
                        saidBefore);
            case Cleared cleared -> {
                boolean over =
                        occasion == Occasion.PERIODIC && !now.isBefore(cleared.forget()) && last.lineage() == null;
                yield new Step(over ? null : new Cleared(last, fight, cleared.forget()), saidBefore);
            }
        };
    }
}

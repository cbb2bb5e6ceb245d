package io.credstream.rules.retry;

import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.HoldDown;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Version;
import io.credstream.rules.change.Lineage;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.retry.Attempts.Applied;
import io.credstream.rules.retry.Attempts.Failed;
import io.credstream.rules.retry.Attempts.Fused;
import io.credstream.rules.retry.Attempts.Held;
import io.credstream.rules.retry.Attempts.Over;
import io.credstream.rules.retry.Attempts.Pending;
import io.credstream.rules.retry.Attempts.Rejected;
import io.credstream.rules.retry.Attempts.Sent;
import io.credstream.rules.retry.Step.Action;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how often an update is sent, and when to give way instead.
 *
 * @param ordered whether a cause is an operator's order
 */
record Updates(RetryPolicy policy, Predicate<Cause> ordered) {

    /** @param before what is remembered of the Manifest, if anything */
    Step decided(@Nullable Attempts before, Decision.Update decision, Occasion occasion, Instant now) {
        ManifestUpdate update = decision.update();
        if (before == null || !before.decision().isAbout(update.uid())) {
            return first(update, Lineage.of(null, decision, false, now), Fight.NONE, now);
        }
        Lineage lineage = Lineage.of(before.decision().lineage(), decision, isOrdered(update), now);
        Optional<HoldDown> holdDown = before.fight().holdDown(now);
        if (holdDown.isPresent()) {
            boolean said = before instanceof Held && !occasion.isBeginning();
            return new Step(
                    new Held(before.decision().following(lineage), holdDown.get()),
                    said ? new Action.Stay() : new Action.Clear());
        }
        Fight fight = before.fight().within(policy, now);
        if (isOverwritten(before, update)) {
            Fight next = fight.another(now);
            return next.rounds().size() >= policy.rounds()
                    ? giveWay(next, update, lineage, now)
                    : first(update, lineage, next, now);
        }
        return before instanceof Pending pending && pending.decision().isSame(update)
                ? again(pending, update, lineage, occasion, now)
                : first(update, lineage, fight, now);
    }

    /** A pin, or that everything of ours is to be taken back: that is the end, whatever was wanted before. */
    private boolean isOrdered(ManifestUpdate update) {
        return ordered.test(update.cause())
                && (update.state() == BindingState.PINNED || update.desired().equals(ManifestAnnotations.NONE));
    }

    /**
     * Whether somebody took back what we had achieved: the Manifest was seen in order, or was written by us before this
     * observation, and is to be brought to the very same end again. (That our end is another is no fight.)
     */
    private static boolean isOverwritten(Attempts before, ManifestUpdate update) {
        if (!before.decision().wants(update)) {
            return false;
        }
        return switch (before) {
            case Over over -> true;
            case Applied applied -> isAfterTheWrite(update.observed(), applied.decision());
            case Sent sent -> false;
            case Fused fused -> false;
            case Failed failed -> false;
            case Rejected rejected -> false;
            case Held held -> false;
        };
    }

    private static boolean isAfterTheWrite(Version observed, LastDecision last) {
        return last.written() != null
                && observed.incarnation() == last.observed().incarnation()
                && Version.compareResourceVersions(observed.resourceVersion(), last.written()) > 0;
    }

    private Step giveWay(Fight fight, ManifestUpdate update, Lineage lineage, Instant now) {
        HoldDown holdDown = fight.giveWay(policy, now);
        return new Step(
                new Held(LastDecision.of(update, null, 0, update.cause(), lineage), holdDown),
                new Action.GiveWay(holdDown));
    }

    /** The decision is in the topic already, unless outputs of before were lost. */
    private Step again(Pending before, ManifestUpdate update, Lineage lineage, Occasion occasion, Instant now) {
        boolean unheard = occasion == Occasion.UNHEARD;
        return switch (before) {
            case Sent sent ->
                sent.isDue(now) ? next(sent, update, lineage, now) : same(sent, update, occasion.isBeginning());
            case Failed failed ->
                failed.isDue(now) ? next(failed, update, lineage, now) : same(failed, update, occasion.isBeginning());
            case Fused fused -> same(fused, update, unheard);
            case Applied applied ->
                applied.isDue(now) || isNotThere(applied.decision(), update)
                        ? next(applied, update, lineage, now)
                        : same(applied, update, false);
            case Rejected rejected -> {
                if (!rejected.decision().observed().equals(update.observed())) {
                    yield next(rejected, update, lineage, now);
                }
                boolean looked = rejected.isDue(now) && !unheard;
                yield same(
                        looked ? new Rejected(rejected.decision(), rejected.fight(), null) : rejected, update, unheard);
            }
        };
    }

    /**
     * Whether an observation shows that what was applied is gone, though nobody overwrote it: the cluster was restored, or somebody else
     * had made the Manifest what it should be.
     */
    private static boolean isNotThere(LastDecision last, ManifestUpdate update) {
        return update.observed().incarnation() != last.observed().incarnation()
                || (last.written() == null && last.observed().isOlderThan(update.observed()));
    }

    private Step first(ManifestUpdate update, Lineage lineage, Fight fight, Instant now) {
        return send(update, LastDecision.of(update, null, 1, update.cause(), lineage), fight, now);
    }

    /** What was written is not forgotten where nobody has seen the Manifest since. */
    private Step next(Pending before, ManifestUpdate update, Lineage lineage, Instant now) {
        LastDecision last = before.decision();
        boolean unseen = before instanceof Applied && last.observed().equals(update.observed());
        LastDecision next =
                LastDecision.of(update, unseen ? last.written() : null, last.attempt() + 1, last.cause(), lineage);
        return send(update, next, before.fight(), now);
    }

    private Step send(ManifestUpdate update, LastDecision next, Fight fight, Instant now) {
        return new Step(new Sent(next, fight, now.plus(policy.longest())), sent(update, next));
    }

    private static Action sent(ManifestUpdate update, LastDecision as) {
        return new Action.Send(Identity.stamped(update, as));
    }

    private static Step same(Pending before, ManifestUpdate update, boolean lost) {
        return new Step(before, lost ? sent(update, before.decision()) : new Action.Stay());
    }
}

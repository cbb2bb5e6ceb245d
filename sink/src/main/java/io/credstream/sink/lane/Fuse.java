package io.credstream.sink.lane;

import io.credstream.model.Cause;
import io.credstream.sink.patch.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps any one change from rewriting more Manifests of a control plane than its operator wants (R21). A decision is held as long as
 * any of the changes that contribute to it is. Not thread-safe; knows of no time but that of the log.
 *
 * <p>What is held and what was released is in the log. How many Manifests a change is about follows from the decisions, be they pending
 * or carried out: whoever takes over hears again those since {@link #openSince}, in order. Nothing is forgotten because there are many
 * other changes.
 */
public final class Fuse {

    /** How many Manifests can follow from a cause. */
    enum Reach {
        /** Those that an operator meant when he ordered it. */
        ORDERED,
        /** The one whose observation it is. */
        ONE,
        MANY
    }

    /** A change that is about more Manifests than the limit allows. */
    public record Blow(Cause change, int limit, boolean announcements) {

        /** Why it is held, for a person. */
        public String reason() {
            return "about more than " + limit + (announcements ? " announcements" : " Manifests");
        }
    }

    /**
     * The newest decision about a Manifest.
     *
     * @param named what it says that it follows from
     * @param kept what former decisions followed from of which the processor that made it did not know
     */
    private record Pending(Decision decision, Set<Cause> named, Set<Cause> kept) {
        Stream<Cause> changes() {
            return Stream.concat(named.stream(), kept.stream());
        }
    }

    /** For so long after the last of its decisions a change is open, for a processor that was away may have more of them. */
    private static final Duration OPEN = Duration.ofDays(1);

    private static final Duration TIDY = Duration.ofHours(1);

    private final Function<Cause, Reach> reach;
    private final Map<String, Pending> pending = new HashMap<>();

    /** In the order of their first decisions. */
    private final Map<Cause, ChangeCount> changes = new LinkedHashMap<>();

    private final Set<Cause> held = new HashSet<>();
    private final Set<Cause> released = new HashSet<>();
    private FuseLimits limits = FuseLimits.NONE;
    private Instant newest = Instant.EPOCH;
    private Instant tidied = Instant.EPOCH;

    Fuse(Function<Cause, Reach> reach) {
        this.reach = reach;
    }

    /** How many Manifests one change may rewrite. What is held already stays so; what waits is to be judged anew. */
    void limits(FuseLimits now) {
        if (now.equals(limits)) {
            return;
        }
        limits = now;
        changes.values().forEach(ChangeCount::nonePending);
        pending.values().stream()
                .sorted(Comparator.comparingLong(of -> of.decision().at().offset()))
                .forEach(this::count);
        Map<Cause, ChangeCount> inOrder = new LinkedHashMap<>();
        changes.entrySet().stream()
                .sorted(Comparator.comparingLong(change -> change.getValue().first()))
                .forEach(change -> inOrder.put(change.getKey(), change.getValue()));
        changes.clear();
        changes.putAll(inOrder);
    }

    void hold(Cause change) {
        released.remove(change);
        held.add(change);
    }

    void release(Cause change) {
        held.remove(change);
        released.add(change);
    }

    /**
     * That others are held is said nowhere any more. They are held again, and said to be, when a decision is heard that makes them exceed
     * the limits; what is counted stays counted.
     */
    void holdOnly(Collection<Cause> changes) {
        held.retainAll(changes);
    }

    boolean holds(Decision decision) {
        return !heldOf(decision).isEmpty();
    }

    /** The changes because of which a decision is held. */
    List<Cause> heldOf(Decision decision) {
        return changesOf(decision).filter(held::contains).toList();
    }

    /** Counts a decision, after all that came before it in the log. One that was heard before changes nothing. */
    void hear(Decision decision) {
        Pending before = pending.get(decision.key());
        if (before != null && before.decision().at().offset() >= decision.at().offset()) {
            return;
        }
        if (before != null) {
            uncount(before);
        }
        Set<Cause> named = new LinkedHashSet<>(decision.update().changes());
        named.removeIf(cause -> reach.apply(cause) == Reach.ORDERED);
        var now = new Pending(decision, named, kept(before, decision, named));
        pending.put(decision.key(), now);
        newest = decision.decided().isAfter(newest) ? decision.decided() : newest;
        count(now);
        tidy();
    }

    /** No decision about a Manifest is pending any more. */
    void gone(String manifest) {
        Pending before = pending.remove(manifest);
        if (before != null) {
            uncount(before);
        }
    }

    /** Judges a decision that has been heard, or is the next. Returns the changes that are held from now on because of it. */
    List<Blow> judge(Decision decision) {
        hear(decision);
        List<Blow> blown = changesOf(decision)
                .filter(change -> !held.contains(change) && !released.contains(change))
                .flatMap(change -> blow(change, decision).stream())
                .toList();
        blown.forEach(blow -> held.add(blow.change()));
        return blown;
    }

    /** Why a change is held now; if it was within the limits meanwhile, still the limit. */
    Blow describe(Cause change) {
        ChangeCount count = changes.get(change);
        boolean announcements = count != null && !count.exceeds(limits, false) && count.exceeds(limits, true);
        return new Blow(change, limits.of(announcements), announcements);
    }

    /** The offset from which on decisions have to be heard by whoever takes over, for the changes that are open; empty if none is. */
    OptionalLong openSince() {
        Instant longAgo = newest.minus(OPEN);
        return changes.values().stream()
                .filter(change -> !change.isClosed(longAgo))
                .mapToLong(ChangeCount::first)
                .findFirst();
    }

    /** Somebody else hears the decisions from now on. What is held and what was released is known for good. */
    void forget() {
        pending.clear();
        changes.clear();
        newest = Instant.EPOCH;
        tidied = Instant.EPOCH;
    }

    private Set<Cause> kept(@Nullable Pending before, Decision decision, Set<Cause> named) {
        if (before == null || named.isEmpty()) {
            return Set.of(); // what is only ordered is the end of what was wanted before
        }
        Instant since = decision.update().since();
        Set<Cause> kept = new LinkedHashSet<>(before.kept());
        if (since == null || !since.equals(before.decision().update().since())) {
            kept.addAll(before.named());
        }
        kept.removeAll(named);
        kept.removeAll(released);
        return kept;
    }

    private Stream<Cause> changesOf(Decision decision) {
        Pending of = pending.get(decision.key());
        return of != null && of.decision().at().equals(decision.at())
                ? of.changes()
                : decision.update().changes().stream();
    }

    private void count(Pending of) {
        if (!limits.equals(FuseLimits.NONE)) {
            Decision decision = of.decision();
            List<Cause> announced = decision.update().announced();
            of.changes()
                    .filter(change -> reach.apply(change) == Reach.MANY)
                    .forEach(change -> changes.computeIfAbsent(
                                    change, c -> new ChangeCount(decision.at().offset()))
                            .add(decision.key(), announced.contains(change), decision.decided(), limits));
        }
    }

    private void uncount(Pending of) {
        of.changes().forEach(change -> {
            ChangeCount count = changes.get(change);
            if (count != null) {
                count.remove();
            }
        });
    }

    private List<Blow> blow(Cause change, Decision decision) {
        ChangeCount count = changes.get(change);
        List<Blow> blown = new ArrayList<>();
        for (boolean announcements : new boolean[] {false, true}) {
            boolean exceeds = count == null
                    ? limits.of(announcements) == 0
                            && decision.update().announced().contains(change) == announcements
                    : count.exceeds(limits, announcements);
            if (exceeds && blown.isEmpty()) {
                blown.add(new Blow(change, limits.of(announcements), announcements));
            }
        }
        return blown;
    }

    private void tidy() {
        if (newest.isAfter(tidied.plus(TIDY))) {
            tidied = newest;
            changes.values().removeIf(change -> change.isClosed(newest.minus(OPEN)));
        }
    }
}

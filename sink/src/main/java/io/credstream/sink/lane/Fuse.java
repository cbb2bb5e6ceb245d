package io.credstream.sink.lane;

import io.credstream.model.Cause;
import io.credstream.sink.patch.Decision;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps any one change from rewriting more Manifests of a control plane than its operator wants (R21). A change is what decisions
 * follow from. Not thread-safe.
 *
 * <p>What is held, and what has been released, is known from the log and outlives everything. How many Manifests a change is about is
 * counted here: of what was heard since the control plane was taken over, and of the changes heard of last.
 */
public final class Fuse {

    /** What may become of a decision. */
    enum Verdict {
        PASSES,
        /** It is the one too many: its change is held from now on. */
        BLOWS,
        HELD
    }

    private static final int CHANGES_REMEMBERED = 1000;

    private final Predicate<Cause> ordered;
    private final Map<Cause, Set<String>> counted = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Cause, Set<String>> eldest) {
            return size() > CHANGES_REMEMBERED;
        }
    };
    private final Set<Cause> held = new HashSet<>();
    private final Set<Cause> released = new HashSet<>();
    private int limit = Integer.MAX_VALUE;

    /** @param ordered what an operator wants of these very Manifests, and has seen the number of: it always passes */
    Fuse(Predicate<Cause> ordered) {
        this.ordered = ordered;
    }

    /** How many Manifests one change may rewrite; absent for any number. What is held already stays so. */
    void limit(@Nullable Integer manifests) {
        limit = manifests == null ? Integer.MAX_VALUE : manifests;
    }

    int limit() {
        return limit;
    }

    void hold(Cause change) {
        released.remove(change);
        held.add(change);
        counted.remove(change);
    }

    void release(Cause change) {
        held.remove(change);
        released.add(change);
        counted.remove(change);
    }

    boolean holds(Decision decision) {
        return held.contains(decision.change());
    }

    /** Counts the decision. The same Manifest again is not another one. */
    Verdict judge(Decision decision) {
        Cause change = decision.change();
        if (held.contains(change)) {
            return Verdict.HELD;
        }
        if (released.contains(change) || ordered.test(change)) {
            return Verdict.PASSES;
        }
        Set<String> manifests = counted.computeIfAbsent(change, c -> new HashSet<>());
        manifests.add(decision.key());
        if (manifests.size() <= limit) {
            return Verdict.PASSES;
        }
        hold(change);
        return Verdict.BLOWS;
    }
}

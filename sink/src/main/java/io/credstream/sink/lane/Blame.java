package io.credstream.sink.lane;

import io.credstream.sink.patch.Decision;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells a decision that breaks the way to its cluster from a way that is broken. A decision is at fault
 *
 * <ul>
 *   <li>when it fails twice, and the cluster answered another one in between; or
 *   <li>when it fails {@value #ALONE} times in a row, and nothing else fails.
 * </ul>
 *
 * <p>Otherwise its cluster is: with several that fail and none that is answered, nothing can be told of any of them. What is kept is
 * bounded by the cluster's Manifests. Not thread-safe.
 */
final class Blame {

    private static final int ALONE = 3;

    private record Suspect(Decision decision, int faults, long answers) {}

    private final Map<String, Suspect> suspects = new HashMap<>();
    private long answers;

    /** The cluster has answered, whatever it said. */
    void answered(Decision decision) {
        answers++;
        suspects.remove(decision.key());
    }

    /** It failed unexpectedly. Returns whether that is the decision's own fault. */
    boolean isAtFault(Decision decision) {
        Suspect before = suspects.get(decision.key());
        int faults = 1;
        boolean othersAnswered = false;
        if (before != null && before.decision().equals(decision)) {
            faults += before.faults();
            othersAnswered = answers > before.answers();
        }
        suspects.put(decision.key(), new Suspect(decision, faults, answers));
        if (othersAnswered || (faults >= ALONE && suspects.size() == 1)) {
            suspects.remove(decision.key());
            return true;
        }
        return false;
    }

    /** Whether it failed before and has not been answered since. */
    boolean suspects(Decision decision) {
        Suspect suspect = suspects.get(decision.key());
        return suspect != null && suspect.decision().equals(decision);
    }

    /** It is settled or moot, and will not be tried again. */
    void forget(Decision decision) {
        if (suspects(decision)) {
            suspects.remove(decision.key());
        }
    }
}

package io.credstream.sink.lane;

import io.credstream.kube.Trouble;
import io.credstream.model.Cause;
import io.credstream.sink.fault.Bulkhead;
import io.credstream.sink.patch.Decision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The decisions of one cluster that are not settled, whatever becomes of its lane. Not thread-safe. */
final class Backlog {

    private final Fuse fuse;
    private final LaneReports reports;
    private final Blame blame;

    private final NavigableMap<Long, Decision> byOffset = new TreeMap<>();

    /** Offsets of those that have been reported as delayed by a fault. */
    private final Set<Long> delayed = new HashSet<>();

    Backlog(Fuse fuse, LaneReports reports, Blame blame) {
        this.fuse = fuse;
        this.reports = reports;
        this.blame = blame;
    }

    void add(List<Decision> decisions) {
        decisions.forEach(decision -> byOffset.put(decision.at().offset(), decision));
    }

    /** In the order of the log, but those that failed before come last, so that the others show whether the cluster is well. */
    List<Decision> suspectsLast() {
        return byOffset.values().stream()
                .sorted(Comparator.comparing(blame::suspects)) // stable
                .toList();
    }

    /** The changes that the fuse holds decisions of. */
    List<Cause> heldChanges() {
        return byOffset.values().stream()
                .flatMap(decision -> fuse.heldOf(decision).stream())
                .distinct()
                .toList();
    }

    void keepNewest() {
        Map<String, Decision> newest = new HashMap<>();
        List<Decision> older = new ArrayList<>();
        for (Decision decision : byOffset.values()) {
            Decision before = newest.put(decision.key(), decision);
            if (before != null) {
                older.add(before);
            }
        }
        older.forEach(this::moot);
    }

    void cancel(String manifest) {
        byOffset.values().stream()
                .filter(decision -> decision.key().equals(manifest))
                .toList()
                .forEach(this::moot);
    }

    /** Reports each decision as delayed, once in an outage, unless a fuse holds it anyway. */
    void delay(Trouble trouble) {
        for (Decision decision : byOffset.values()) {
            if (!fuse.holds(decision) && delayed.add(decision.at().offset())) {
                Bulkhead.shared(() -> reports.delayed(decision, trouble));
            }
        }
    }

    /** The outage has ended; what is delayed again is reported again. */
    void endDelay() {
        delayed.clear();
    }

    void moot(Decision decision) {
        if (remove(decision)) {
            Bulkhead.shared(() -> reports.moot(decision));
        }
    }

    /** Returns whether it was there. */
    boolean remove(Decision decision) {
        delayed.remove(decision.at().offset());
        blame.forget(decision);
        return byOffset.remove(decision.at().offset()) != null;
    }
}

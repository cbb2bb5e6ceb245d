package io.credstream.ingest.own;

import io.credstream.ingest.watch.Feed;
import io.credstream.model.ClusterStatus.Budget;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The objects of one cluster that budgets keep out of the topics. Which they are is remembered of the first ones, so that an
 * object that comes in, or goes, is not counted any more; of others only how many there were in the last list.
 *
 * <p>Not thread-safe.
 */
final class LeftOut {

    private static final int REMEMBERED = 10_000;

    private final Map<Kind, Map<Budget, Set<ObjectRef>>> refs = new EnumMap<>(Kind.class);

    /** By feed, what its last list had beyond what is remembered. */
    private final Map<Feed, Map<Budget, Long>> others = new HashMap<>();

    void add(Kind kind, Budget budget, ObjectRef ref) {
        remove(kind, ref);
        Set<ObjectRef> of = refs.computeIfAbsent(kind, k -> new EnumMap<>(Budget.class))
                .computeIfAbsent(budget, b -> new HashSet<>());
        if (of.size() < REMEMBERED) {
            of.add(ref);
        }
    }

    void remove(Kind kind, ObjectRef ref) {
        refs.getOrDefault(kind, Map.of()).values().forEach(of -> of.remove(ref));
    }

    /** A complete list: what it does not show is not there to be left out. */
    void listed(Feed feed, Set<ObjectRef> seen, long beyondCount, long nameless) {
        refs.getOrDefault(feed.kind(), Map.of())
                .forEach((budget, of) -> of.removeIf(ref -> concerns(feed, budget, ref) && !seen.contains(ref)));
        Map<Budget, Long> beyond = new EnumMap<>(Budget.class);
        beyond.put(feed.kubeconfigs() ? Budget.RUNTIMES : Budget.OBJECTS, beyondCount);
        beyond.put(Budget.OBJECT_BYTES, nameless);
        others.put(feed, beyond);
    }

    private static boolean concerns(Feed feed, Budget budget, ObjectRef ref) {
        boolean ofRuntimes = budget == Budget.RUNTIMES;
        String namespace = feed.namespace();
        return ofRuntimes == feed.kubeconfigs() && (namespace == null || namespace.equals(ref.namespace()));
    }

    long count(Kind kind, Budget budget) {
        long counted = others.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToLong(entry -> entry.getValue().getOrDefault(budget, 0L))
                .sum();
        return counted
                + refs.getOrDefault(kind, Map.of())
                        .getOrDefault(budget, Set.of())
                        .size();
    }
}

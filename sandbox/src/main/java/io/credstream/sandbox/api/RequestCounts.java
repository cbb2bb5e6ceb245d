package io.credstream.sandbox.api;

import io.credstream.sandbox.objects.ResourceKind;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many requests came in, by kind; those that failed or were refused are counted too. */
public final class RequestCounts {

    /** A kind of request; {@code subresource} is empty for the object itself. */
    public record Key(String verb, String resource, String subresource) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource);
        }
    }

    private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();

    RequestCounts() {}

    void count(ApiRequest request) {
        counts.computeIfAbsent(
                        new Key(request.verb(), request.resource(), request.subresource()), absent -> new LongAdder())
                .increment();
    }

    /** {@return how many requests of a verb there were for objects of a kind, subresources left out} */
    public long of(String verb, ResourceKind kind) {
        var count = counts.get(new Key(verb, kind.plural(), ""));
        return count == null ? 0 : count.sum();
    }

    /** {@return how many requests there were} */
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** {@return every count, ordered by kind of request} */
    public Map<Key, Long> snapshot() {
        var snapshot = new TreeMap<Key, Long>();
        counts.forEach((key, count) -> snapshot.put(key, count.sum()));
        return snapshot;
    }

    /** Starts counting anew. */
    public void reset() {
        counts.clear();
    }
}

package io.credstream.audit.history;

import io.credstream.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How many Manifests a change reached, and in what time.
 *
 * @param decided Manifests of which something was decided because of it
 * @param arrived of them, those on which what was decided was seen
 * @param p50Millis from the record of the change to the Manifest's own observation; absent when it arrived nowhere
 * @param p99Millis of the same
 * @param maxMillis of the same
 * @param missing those on which it was not seen, in order
 */
public record Reach(
        int decided,
        int arrived,
        @Nullable Long p50Millis,
        @Nullable Long p99Millis,
        @Nullable Long maxMillis,
        List<ObjectRef> missing) {

    /** Of what has not been decided anywhere. */
    public static final Reach NONE = new Reach(0, 0, null, null, null, List.of());

    public Reach {
        missing = List.copyOf(missing);
    }

    /**
     * Of a record.
     *
     * @param chains of every Manifest that it may have reached
     */
    public static Reach of(Entry record, Map<ObjectRef, List<Chain>> chains) {
        SortedSet<ObjectRef> missing = new TreeSet<>();
        SortedSet<ObjectRef> arrived = new TreeSet<>();
        List<Long> measured = new ArrayList<>();
        chains.forEach((manifest, all) -> all.stream()
                .filter(chain -> follows(chain, record))
                .forEach(chain -> {
                    (chain.result() == Chain.Result.ARRIVED ? arrived : missing).add(manifest);
                    chain.total().ifPresent(measured::add);
                }));
        List<Long> times = measured.stream().sorted().toList();
        missing.removeAll(arrived);
        return new Reach(
                arrived.size() + missing.size(),
                arrived.size(),
                percentile(times, 50),
                percentile(times, 99),
                percentile(times, 100),
                List.copyOf(missing));
    }

    private static boolean follows(Chain chain, Entry record) {
        return !chain.decisions().isEmpty()
                && chain.origin() instanceof Origin.Fact fact
                && fact.entry().at().equals(record.at());
    }

    /** The nearest rank, so that it is a time that was measured. */
    private static @Nullable Long percentile(List<Long> sorted, int percent) {
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.isEmpty() ? null : sorted.get(Math.max(0, rank - 1));
    }
}

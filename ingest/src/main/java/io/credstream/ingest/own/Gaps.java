package io.credstream.ingest.own;

import io.credstream.ingest.watch.Sighting;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Fault;
import io.credstream.model.ClusterStatus.Gap;
import io.credstream.model.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last gaps of a cluster's watch, newest last. Not thread-safe. */
final class Gaps {

    private static final int MAX = 100;

    private final List<Gap> gaps = new ArrayList<>();

    void addAll(List<Gap> before) {
        gaps.addAll(before);
    }

    /** Becomes the same as another one. */
    void replaceBy(Gaps other) {
        gaps.clear();
        gaps.addAll(other.gaps);
    }

    /** Adds one. What a fault that comes back leaves unwatched is one gap, however often it is tried again in between. */
    void add(Sighting.Missed missed, @Nullable Fault fault) {
        Kind kind = missed.feed().kind();
        Gap last = gaps.stream()
                .filter(gap -> gap.kind() == kind && gap.reason() == Condition.FAULTED)
                .reduce((earlier, later) -> later)
                .orElse(null);
        if (fault != null && last != null && !last.to().isBefore(fault.since())) {
            gaps.remove(last);
            gaps.add(new Gap(kind, last.from(), missed.to(), Condition.FAULTED));
        } else {
            gaps.add(new Gap(kind, missed.from(), missed.to(), missed.reason()));
        }
        if (gaps.size() > MAX) {
            gaps.removeFirst();
        }
    }

    List<Gap> all() {
        return List.copyOf(gaps);
    }
}

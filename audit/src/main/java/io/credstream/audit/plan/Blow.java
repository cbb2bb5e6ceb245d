package io.credstream.audit.plan;

import io.credstream.model.Cluster;
import io.credstream.model.ObjectRef;
import io.credstream.read.LatestByKey;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A fuse that would hold a change (R21).
 *
 * @param fuse how many Manifests of the control plane one change may rewrite
 * @param manifests how many the largest of the changes would
 */
public record Blow(String cluster, int fuse, long manifests) {

    /**
     * At most one of each control plane, in order.
     *
     * @param touched by each change
     * @param effects of all of them together
     */
    static List<Blow> of(Collection<Set<ObjectRef>> touched, List<Effect> effects, LatestByKey<Cluster> clusters) {
        Set<ObjectRef> written =
                effects.stream().filter(Effect::written).map(Effect::manifest).collect(Collectors.toSet());
        Map<String, Long> largest = new TreeMap<>();
        for (Set<ObjectRef> manifests : touched) {
            manifests.stream()
                    .filter(written::contains)
                    .collect(Collectors.groupingBy(ObjectRef::cluster, Collectors.counting()))
                    .forEach((cluster, count) -> largest.merge(cluster, count, Math::max));
        }
        return largest.entrySet().stream()
                .flatMap(change -> clusters
                        .get(change.getKey())
                        .flatMap(cluster -> Optional.ofNullable(cluster.fuse()))
                        .filter(fuse -> change.getValue() > fuse)
                        .map(fuse -> new Blow(change.getKey(), fuse, change.getValue()))
                        .stream())
                .toList();
    }
}

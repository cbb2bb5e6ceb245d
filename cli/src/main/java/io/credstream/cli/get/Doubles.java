package io.credstream.cli.get;

import io.credstream.model.ClusterStatus;
import io.credstream.read.TopicRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Clusters of which the fleet knows the same one under several ids, such as a runtime that two control planes claim. */
final class Doubles {

    private final Map<String, TreeSet<String>> byUid = new TreeMap<>();
    private final Map<String, String> uids = new TreeMap<>();

    /** Of those that are members. */
    Doubles(Map<String, TopicRecord.Value<ClusterStatus>> reports, Iterable<String> members) {
        for (String id : members) {
            TopicRecord.Value<ClusterStatus> report = reports.get(id);
            String uid = report == null ? null : report.value().systemUid();
            if (uid != null) {
                uids.put(id, uid);
                byUid.computeIfAbsent(uid, first -> new TreeSet<>()).add(id);
            }
        }
    }

    /** The other ids of a cluster. */
    List<String> of(String id) {
        String uid = uids.get(id);
        return uid == null
                ? List.of()
                : Objects.requireNonNull(byUid.get(uid)).stream()
                        .filter(other -> !other.equals(id))
                        .toList();
    }
}

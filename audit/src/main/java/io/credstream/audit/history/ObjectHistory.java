package io.credstream.audit.history;

import io.credstream.audit.Log;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The history of a credential, a template or a cluster, and what each of its records came to on Manifests.
 *
 * @param entries its records, oldest first
 */
public record ObjectHistory(List<Entry> entries, Map<Coordinates, Reach> reaches) {

    public ObjectHistory {
        entries = List.copyOf(entries);
        reaches = Map.copyOf(reaches);
    }

    /**
     * Reads it from a line on.
     *
     * @param recordedIn the topics that hold records of it
     */
    public static ObjectHistory read(Log log, List<Topic<?>> recordedIn, String key, Cut from) {
        Entries entries = new Entries();
        log.inOrder(recordedIn, Set.of(key), from, log.cut(), entries);
        return new ObjectHistory(entries.all(), reaches(log, key, entries.all(), from));
    }

    public Reach reach(Entry entry) {
        return reaches.getOrDefault(entry.at(), Reach.NONE);
    }

    /** Decisions stand by control plane, which tells where to look; only of those Manifests that it reached more is read. */
    private static Map<Coordinates, Reach> reaches(Log log, String key, List<Entry> facts, Cut from) {
        Topics topics = log.topics();
        ReachHistory history = new ReachHistory(topics, facts);
        Topic<ManifestUpdate> updates = topics.manifestUpdates();
        Cut decisions = log.cut().of(List.of(updates), controlPlanes(log, key));
        log.inOrder(List.of(updates), from, decisions, new LogSink() {
            @Override
            @SuppressWarnings("unchecked") // of the one topic that is read
            public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
                history.decided((TopicRecord<ManifestUpdate>) record);
            }
        });
        if (!history.keys().isEmpty()) {
            log.inOrder(ManifestHistory.topics(topics), history.keys(), from, log.cut(), history);
        }
        return history.reaches();
    }

    /** Every control plane that the cluster has ever belonged to, or been. */
    private static Set<String> controlPlanes(Log log, String key) {
        int slash = key.indexOf('/');
        String cluster = slash < 0 ? key : key.substring(0, slash);
        Set<String> controlPlanes = new TreeSet<>(Set.of(cluster));
        log.inOrder(List.of(log.topics().clusters()), Set.of(cluster), Cut.START, log.cut(), new LogSink() {
            @Override
            public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
                if (record instanceof TopicRecord.Value<V> value && value.value() instanceof Cluster member) {
                    controlPlanes.add(member.scope().controlPlane());
                }
            }
        });
        return controlPlanes;
    }
}

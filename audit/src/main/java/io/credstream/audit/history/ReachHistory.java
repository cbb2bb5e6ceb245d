package io.credstream.audit.history;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The histories of the Manifests of which something was decided because of some records. Not thread-safe. */
public final class ReachHistory implements LogSink {

    private final Topics topics;
    private final Map<Coordinates, Entry> facts;
    private final SortedMap<String, ManifestHistory> manifests = new TreeMap<>();

    public ReachHistory(Topics topics, Collection<Entry> facts) {
        this.topics = topics;
        this.facts = new HashMap<>(facts.stream().collect(Collectors.toMap(Entry::at, Function.identity())));
    }

    /** A decision: makes known which Manifests there are to be read. */
    public void decided(TopicRecord<ManifestUpdate> record) {
        if (record instanceof TopicRecord.Value<ManifestUpdate>(String key, ManifestUpdate update, var at, var time)
                && update.changes().stream()
                        .anyMatch(change -> change instanceof Coordinates && facts.containsKey(change))) {
            manifests.computeIfAbsent(key, reached -> new ManifestHistory(topics));
        }
    }

    /** The keys of the Manifests to be read. */
    public Set<String> keys() {
        return manifests.keySet();
    }

    @Override
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        String key = switch (record) {
            case TopicRecord.Value<V> value -> value.key();
            case TopicRecord.Tombstone<V> tombstone -> tombstone.key();
            case TopicRecord.Unreadable<V> unreadable -> "";
        };
        ManifestHistory history = manifests.get(key);
        if (history != null) {
            history.accept(topic, record);
        }
    }

    /** What each of the records came to. */
    public Map<Coordinates, Reach> reaches() {
        Map<ObjectRef, List<Chain>> chains = new TreeMap<>();
        manifests.forEach((key, history) -> chains.put(ObjectRef.parse(key), history.chains(facts)));
        Map<Coordinates, Reach> reaches = new HashMap<>();
        facts.forEach((at, fact) -> reaches.put(at, Reach.of(fact, chains)));
        return reaches;
    }
}

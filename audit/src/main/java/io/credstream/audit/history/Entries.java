package io.credstream.audit.history;

import io.credstream.audit.history.Entry.What;
import io.credstream.model.Cause;
import io.credstream.model.Deletion;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of some things, each with what it changed. To be fed in the order of the log; what comes first of a key counts as its
 * beginning. Not thread-safe.
 */
public final class Entries implements LogSink {

    /** Something in a topic. */
    private record Name(String topic, String key) {}

    /** What is known of it. */
    private record Known(Map<String, String> fields, Version version) {
        private static final Known NOTHING = new Known(Map.of(), Version.NONE);

        boolean isNothing() {
            return fields.isEmpty();
        }
    }

    private final Map<Name, Known> known = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    @Override
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        entries.add(
                switch (record) {
                    case TopicRecord.Value<V> value -> seen(topic, value);
                    case TopicRecord.Tombstone<V> tombstone -> gone(topic, tombstone);
                    case TopicRecord.Unreadable<V> unreadable ->
                        new Entry(
                                topic.name(),
                                "",
                                unreadable.at(),
                                unreadable.time(),
                                What.UNREADABLE,
                                null,
                                List.of(),
                                null);
                });
    }

    /** In the order in which they were fed. */
    public List<Entry> all() {
        return Collections.unmodifiableList(entries);
    }

    /** The last one. */
    Entry last() {
        return entries.getLast();
    }

    private <V extends Record> Entry seen(Topic<V> topic, TopicRecord.Value<V> record) {
        Name name = new Name(topic.name(), record.key());
        Known before = known.getOrDefault(name, Known.NOTHING);
        Fields fields = Fields.of(record.value());
        Version version = record.value() instanceof Versioned observation ? observation.version() : Version.NONE;
        List<Change> changes = Change.between(before.fields(), fields.values()).stream()
                .filter(change -> change.after() != null || !change.field().startsWith(Fields.GAP))
                .toList();
        What what = changes.isEmpty() ? What.SAME : before.isNothing() ? What.FIRST : What.CHANGED;
        if (version.isOlderThan(before.version())) {
            return entry(topic, record, What.OUTDATED, fields.cause(), List.of());
        }
        known.put(name, new Known(fields.values(), version));
        return entry(topic, record, what, fields.cause(), changes);
    }

    private <V extends Record> Entry gone(Topic<V> topic, TopicRecord.Tombstone<V> record) {
        Name name = new Name(topic.name(), record.key());
        Known before = known.getOrDefault(name, Known.NOTHING);
        Deletion deletion = record.deletion();
        Version version = deletion == null ? before.version() : deletion.version();
        boolean outdated = version.isOlderThan(before.version());
        if (!outdated) {
            known.put(name, new Known(Map.of(), version));
        }
        Cause cause = deletion == null ? null : deletion.cause();
        What what = outdated ? What.OUTDATED : What.DELETED;
        return new Entry(topic.name(), record.key(), record.at(), record.time(), what, cause, List.of(), deletion);
    }

    private static <V extends Record> Entry entry(
            Topic<V> topic, TopicRecord.Value<V> record, What what, Cause cause, List<Change> changes) {
        return new Entry(topic.name(), record.key(), record.at(), record.time(), what, cause, changes, null);
    }
}

package io.credstream.read;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The keys of a topic whose last record only a newer build can read, for readers of the whole topic: one that was replaced by
 * a record that can be read counts no more. To be filled in the order of the log within each partition; safe for use by any
 * thread.
 */
public final class NewerKeys {

    private final Map<String, NewerRecord> records = new ConcurrentHashMap<>();

    /** Takes the next record. */
    public void take(TopicRecord<?> record) {
        switch (record) {
            case TopicRecord.Value<?> value -> records.remove(value.key());
            case TopicRecord.Tombstone<?> tombstone -> records.remove(tombstone.key());
            case TopicRecord.Unreadable<?> unreadable -> {
                NewerRecord newer = unreadable.newer();
                if (newer != null) {
                    records.put(newer.key(), newer);
                }
            }
        }
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** How many. */
    public int size() {
        return records.size();
    }

    /** The one that needs the newest build, if there is any: who can read it can read all. */
    public Optional<NewerRecord> newest() {
        return records.values().stream()
                .max(Comparator.<NewerRecord>comparingInt(
                                record -> record.schema().version())
                        .thenComparing(record -> record.at().describe()));
    }
}

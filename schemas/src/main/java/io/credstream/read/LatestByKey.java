package io.credstream.read;

import io.credstream.model.Deletion;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest of every key of a topic: the fold that every reader uses, so that all agree.
 *
 * <p>For observations ({@link Versioned}) the latest is the one of the highest version, not the last in the log: an older one
 * never overwrites a newer one, and a deletion is remembered so that nothing older revives its key. Equal versions follow the
 * log. A deletion of an observed object that does not say what was deleted counts as unreadable. For everything else the last record of the log wins. Not thread-safe.
 */
public final class LatestByKey<V extends Record> implements TopicReader.RecordSink<V> {

    private final Map<String, TopicRecord.Value<V>> values = new TreeMap<>();
    private final Map<String, Version> versions = new HashMap<>();
    private final NewerKeys newer = new NewerKeys();
    private long unreadable;

    @Override
    public void accept(TopicRecord<V> record) {
        take(record);
    }

    /** Whether the record is the latest of its key now; if not, it is older than what is known, or unreadable. */
    public boolean take(TopicRecord<V> record) {
        newer.take(record);
        return switch (record) {
            case TopicRecord.Value<V> value -> {
                boolean latest = isLatest(value.key(), versionOf(value.value()));
                if (latest) {
                    values.put(value.key(), value);
                }
                yield latest;
            }
            case TopicRecord.Tombstone<V> tombstone -> {
                Deletion deletion = tombstone.deletion();
                boolean explained = deletion != null || !versions.containsKey(tombstone.key());
                boolean latest = explained && isLatest(tombstone.key(), deletion == null ? null : deletion.version());
                if (latest) {
                    values.remove(tombstone.key());
                }
                unreadable += explained ? 0 : 1;
                yield latest;
            }
            case TopicRecord.Unreadable<V> unread -> {
                unreadable++;
                yield false;
            }
        };
    }

    public Optional<V> get(String key) {
        return Optional.ofNullable(values.get(key)).map(TopicRecord.Value::value);
    }

    /** In order of the keys, with where each stands in the log. */
    public Map<String, TopicRecord.Value<V>> records() {
        return Collections.unmodifiableMap(values);
    }

    public long unreadable() {
        return unreadable;
    }

    /** Keys of which only a newer build can read what is said now. */
    public NewerKeys newer() {
        return newer;
    }

    private boolean isLatest(String key, @Nullable Version version) {
        if (version == null) {
            return true;
        }
        Version known = versions.getOrDefault(key, Version.NONE);
        if (version.isOlderThan(known)) {
            return false;
        }
        versions.put(key, version);
        return true;
    }

    private static @Nullable Version versionOf(Record value) {
        return value instanceof Versioned observation ? observation.version() : null;
    }
}

package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Deletion;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In the committed log no observation of an object stands after a newer one: whoever wrote last knew best. */
public final class NoStaleOverwrite implements Guarantee {

    @Override
    public void verify(TestFleet world) {
        List<String> stale = new ArrayList<>();
        collect(world, world.topics().credentials(), stale);
        collect(world, world.topics().templates(), stale);
        collect(world, world.topics().manifests(), stale);
        assertThat(stale).isEmpty();
    }

    private static <V extends Record & Versioned> void collect(TestFleet world, Topic<V> topic, List<String> stale) {
        Map<String, Version> newest = new HashMap<>();
        for (TopicRecord<V> record : world.contents().log(topic)) {
            switch (record) {
                case TopicRecord.Value<V> value ->
                    compare(value.key(), value.value().version(), record, newest, stale);
                case TopicRecord.Tombstone<V> tombstone -> {
                    Deletion deletion = tombstone.deletion();
                    compare(tombstone.key(), deletion == null ? null : deletion.version(), record, newest, stale);
                }
                case TopicRecord.Unreadable<V> unreadable -> {
                    // Another guarantee's matter.
                }
            }
        }
    }

    private static void compare(
            String key,
            @Nullable Version version,
            TopicRecord<?> record,
            Map<String, Version> newest,
            List<String> stale) {
        if (version == null) {
            return;
        }
        Version before = newest.getOrDefault(key, Version.NONE);
        if (version.isOlderThan(before)) {
            stale.add(record.at().describe() + ": " + key + " at " + version + " after " + before);
        } else {
            newest.put(key, version);
        }
    }
}

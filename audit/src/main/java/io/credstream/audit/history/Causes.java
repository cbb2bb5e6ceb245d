package io.credstream.audit.history;

import io.credstream.audit.Facts;
import io.credstream.audit.Log;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Order;
import io.credstream.read.Cut;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks up what decisions follow from, with what each of those records changed. A Manifest's decisions follow from few things: each
 * of them is read once, whatever number of its records is asked for.
 */
final class Causes {
    private Causes() {}

    /** Those that are kept. */
    static Map<Coordinates, Entry> lookUp(Log log, Collection<Coordinates> places) {
        Map<Coordinates, Entry> found = new HashMap<>();
        for (Coordinates place : places) {
            if (place.topic().equals(log.topics().orders().name())) {
                order(log, place).ifPresent(entry -> found.put(place, entry));
            } else if (!found.containsKey(place)) {
                Facts.of(log.topics()).stream()
                        .filter(topic -> topic.name().equals(place.topic()))
                        .forEach(topic -> key(log, place)
                                .ifPresent(key ->
                                        history(log, topic, key).forEach(entry -> found.put(entry.at(), entry))));
            }
        }
        return found;
    }

    /** Nothing came of those before it that it would have to be compared with. */
    @SuppressWarnings("unchecked") // a record of that topic
    private static Optional<Entry> order(Log log, Coordinates place) {
        return log.record(place).map(record -> {
            Entries entries = new Entries();
            entries.accept(log.topics().orders(), (TopicRecord<Order>) record);
            return entries.all().getFirst();
        });
    }

    private static Optional<String> key(Log log, Coordinates place) {
        return log.record(place).flatMap(record -> switch (record) {
            case TopicRecord.Value<?> value -> Optional.of(value.key());
            case TopicRecord.Tombstone<?> tombstone -> Optional.of(tombstone.key());
            case TopicRecord.Unreadable<?> unreadable -> Optional.empty();
        });
    }

    private static List<Entry> history(Log log, Topic<?> topic, String key) {
        Entries entries = new Entries();
        log.inOrder(List.of(topic), Set.of(key), Cut.START, log.cut(), entries);
        return entries.all();
    }
}

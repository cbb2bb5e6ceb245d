package io.credstream.ingest.own;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.Version;
import io.credstream.read.Cut;
import io.credstream.read.NewerKeys;
import io.credstream.read.NewerRecord;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the former owner of a partition left behind. To be read after it has been fenced: then it is complete, and nobody adds
 * to it.
 */
final class Takeover {

    private final Topics topics;
    private final int partition;
    private final Inventory inventory = new Inventory();
    private final Map<String, Traces> traces = new HashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Coordinates> departures = new HashMap<>();
    private final NewerKeys newerMembers = new NewerKeys();
    private final NewerKeys newerStatuses = new NewerKeys();
    private final NewerKeys newerEntries = new NewerKeys();
    private final List<NewerKeys> newer = List.of(newerMembers, newerStatuses, newerEntries);
    private long position;
    private long unreadable;
    private Cut line = Cut.START;
    private Cut ends = Cut.START;

    /** A member of the fleet, and the record that makes it one. */
    record Member(Cluster cluster, Coordinates at) {}

    private Takeover(Topics topics, int partition) {
        this.topics = topics;
        this.partition = partition;
    }

    /**
     * Reads it.
     *
     * @param ours which clusters, or keys that begin with one, fall to the partition
     * @param remembered members of them that are known whatever the topic says now, which may be another one than before
     * @throws GivenUp if only a newer build can read what the former owner left: to go on without it would lose it
     */
    static Takeover read(
            KafkaClients clients, Topics topics, int partition, Predicate<String> ours, Map<String, Member> remembered)
            throws GivenUp {
        Takeover takeover = new Takeover(topics, partition);
        List<Integer> only = List.of(partition);
        try (TopicReader reader = new TopicReader(clients)) {
            takeover.line = reader.end(List.of(topics.clusters()));
            takeover.ends = reader.end(List.of(topics.credentials(), topics.templates()));
            reader.readToEnd(topics.clusterStatus(), only, takeover::status);
            Cut entries = reader.readToEnd(topics.inventory(), only, takeover::inventory);
            if (entries.offset(new TopicPartition(topics.inventory().name(), partition)) == 0) {
                new LostInventory(topics, reader, partition, ours)
                        .recover(
                                takeover.inventory,
                                (cluster, kind, version) -> takeover.of(cluster).saw(kind, version));
            }
            takeover.position = reader.readToEnd(topics.clusters(), only, takeover::member)
                    .offset(new TopicPartition(topics.clusters().name(), partition));
        }
        remembered.forEach((id, member) -> {
            if (ours.test(id) && !takeover.departures.containsKey(id)) {
                takeover.members.putIfAbsent(id, member);
            }
        });
        for (NewerKeys newer : takeover.newer) {
            Optional<NewerRecord> needed = newer.newest();
            if (needed.isPresent()) {
                throw new GivenUp(needed.get());
            }
        }
        return takeover;
    }

    Inventory inventory() {
        return inventory;
    }

    Map<String, Member> members() {
        return members;
    }

    Known known(String cluster) {
        Traces found = traces.get(cluster);
        return found == null ? Known.NOTHING : found.known();
    }

    /** Clusters of which something was reported, and that have left the fleet. */
    Set<String> departed() {
        Set<String> departed = reported();
        departed.retainAll(departures.keySet());
        return departed;
    }

    /** Clusters of which something was reported, that are not members and have not left either. */
    Unaccounted unaccounted() {
        Set<String> unaccounted = reported();
        unaccounted.removeAll(members.keySet());
        unaccounted.removeAll(departures.keySet());
        return new Unaccounted(topics.clusters().name(), unaccounted);
    }

    private Set<String> reported() {
        Set<String> reported = new TreeSet<>(inventory.clusters().toList());
        traces.forEach((cluster, found) -> {
            if (found.status != null) {
                reported.add(cluster);
            }
        });
        return reported;
    }

    /** The record that made a cluster leave; when it is forgotten already, the end of the topic. */
    Coordinates departure(String cluster) {
        return departures.getOrDefault(
                cluster, new Coordinates(topics.clusters().name(), partition, position));
    }

    /** Of {@code clusters}: everything before has been taken into account. */
    long position() {
        return position;
    }

    /** Through all of {@code clusters}, at the time of the takeover. */
    Cut line() {
        return line;
    }

    /** Of the partition in one of the topics whose records statuses vouch for: behind all that the former owner wrote. */
    long end(Topic<?> topic) {
        return ends.offset(new TopicPartition(topic.name(), partition));
    }

    long unreadable() {
        return unreadable;
    }

    private void member(TopicRecord<Cluster> record) {
        newerMembers.take(record);
        switch (record) {
            case TopicRecord.Value<Cluster> value
            when value.key().equals(value.value().id()) -> {
                members.put(value.key(), new Member(value.value(), value.at()));
                departures.remove(value.key());
            }
            case TopicRecord.Value<Cluster> ignored -> unreadable++;
            case TopicRecord.Tombstone<Cluster> tombstone -> {
                members.remove(tombstone.key());
                departures.put(tombstone.key(), tombstone.at());
            }
            case TopicRecord.Unreadable<Cluster> ignored -> unreadable++;
        }
    }

    private void status(TopicRecord<ClusterStatus> record) {
        newerStatuses.take(record);
        switch (record) {
            case TopicRecord.Value<ClusterStatus> value -> of(value.key()).status(value.value(), value.time());
            case TopicRecord.Tombstone<ClusterStatus> tombstone ->
                of(tombstone.key())
                        .left(
                                tombstone.deletion() == null
                                        ? 0
                                        : tombstone.deletion().version().incarnation());
            case TopicRecord.Unreadable<ClusterStatus> ignored -> unreadable++;
        }
    }

    /** An entry that cannot be read is none: what it is about is reported once more. */
    private void inventory(TopicRecord<InventoryEntry> record) {
        newerEntries.take(record);
        switch (record) {
            case TopicRecord.Value<InventoryEntry> value -> {
                InventoryEntry entry = value.value();
                inventory.put(entry);
                of(entry.ref().cluster()).saw(entry.kind(), entry.version());
            }
            case TopicRecord.Tombstone<InventoryEntry> tombstone -> {
                inventory.remove(tombstone.key());
                String[] segments = tombstone.key().split("/", -1);
                Optional<Kind> kind = segments.length == 4 ? kind(segments[1]) : Optional.empty();
                if (kind.isPresent() && tombstone.deletion() != null) {
                    of(segments[0]).saw(kind.get(), tombstone.deletion().version());
                }
            }
            case TopicRecord.Unreadable<InventoryEntry> ignored -> unreadable++;
        }
    }

    private Traces of(String cluster) {
        return traces.computeIfAbsent(cluster, absent -> new Traces());
    }

    private static Optional<Kind> kind(String plural) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.plural().equals(plural))
                .findFirst();
    }

    /** What a cluster left in the topics. */
    private static final class Traces {
        private @Nullable ClusterStatus status;
        private @Nullable Instant at;
        private long incarnation = Known.FIRST_INCARNATION;
        private final Map<Kind, String> highWater = new EnumMap<>(Kind.class);

        void status(ClusterStatus value, Instant time) {
            status = value;
            at = time;
            raise(value.incarnation());
            value.kinds().forEach(kind -> {
                String seen = kind.highWater();
                if (seen != null) {
                    saw(kind.kind(), new Version(value.incarnation(), seen));
                }
            });
        }

        /** Should it come back, its versions may have begun anew. */
        void left(long lastIncarnation) {
            status = null;
            at = null;
            raise(lastIncarnation + 1);
        }

        void saw(Kind kind, Version version) {
            raise(version.incarnation());
            if (version.incarnation() == incarnation) {
                highWater.merge(
                        kind, version.resourceVersion(), (a, b) -> Version.compareResourceVersions(a, b) >= 0 ? a : b);
            }
        }

        private void raise(long seen) {
            if (seen > incarnation) {
                incarnation = seen;
                highWater.clear();
            }
        }

        Known known() {
            return new Known(status, at, incarnation, highWater);
        }
    }
}

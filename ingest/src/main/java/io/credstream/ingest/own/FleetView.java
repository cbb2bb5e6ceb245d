package io.credstream.ingest.own;

import io.credstream.ingest.discovery.Members;
import io.credstream.ingest.own.Takeover.Member;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.observe.Loop;
import io.credstream.read.Cut;
import io.credstream.read.NewerKeys;
import io.credstream.read.NewerRecord;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * All members of the fleet, whoever watches them, as the topic says; it follows by itself, a little later. Discovery needs to
 * know them: its runtimes fall to any partition, and an id may be somebody else's.
 *
 * <p>Safe for use by any thread.
 */
public final class FleetView implements Members, AutoCloseable {

    private final Map<String, Cluster> members = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Cluster>> runtimes = new ConcurrentHashMap<>();
    private final Map<String, Coordinates> last = new ConcurrentHashMap<>();
    private final LostFleet lost;
    private final TopicFollower<Cluster> follower;
    private final NewerKeys newer = new NewerKeys();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong generation = new AtomicLong();
    private volatile boolean read;

    private FleetView(TopicFollower.Source<Cluster> source) {
        this.lost = new LostFleet(source.topic().name());
        this.follower = new TopicFollower<>("fleet-view", source, new Following());
    }

    /**
     * Begins to read.
     *
     * @param ids the id of the topic, as far as it is known
     * @param bugs gets what it cannot go on after
     * @param loop turns as it does
     */
    public static FleetView start(
            KafkaClients kafka,
            Topic<Cluster> topic,
            Supplier<Optional<Uuid>> ids,
            RandomGenerator random,
            Consumer<Throwable> bugs,
            Loop loop) {
        FleetView view = new FleetView(new TopicFollower.Source<>(kafka, topic, ids, random, bugs, loop));
        view.follower.start();
        return view;
    }

    @Override
    public Optional<Cluster> member(String id) {
        return Optional.ofNullable(members.get(id));
    }

    @Override
    public Map<String, Cluster> runtimes(String controlPlane) {
        return runtimes.getOrDefault(controlPlane, Map.of());
    }

    @Override
    public Optional<Coordinates> last(String id) {
        return Optional.ofNullable(last.get(id));
    }

    /** Why it does not know who is in the fleet, so that nothing is discovered; empty if all is well. */
    public Optional<String> trouble() {
        return follower.trouble()
                .map("the fleet cannot be looked at: "::concat)
                .or(() -> read ? Optional.empty() : Optional.of("who is in the fleet has not been read yet"))
                .or(() -> newer.newest().map(NewerRecord::describe))
                .or(lost::trouble);
    }

    /** Grows when the topic is another one than before. Whoever has read it has to read it again then. */
    public long generation() {
        return generation.get();
    }

    /** All members that are known, whether the topic still has them or has been replaced since it had. */
    Map<String, Member> remembered() {
        Map<String, Member> all = new HashMap<>(lost.members());
        members.forEach((id, member) -> {
            Coordinates at = last.get(id);
            if (at != null) {
                all.put(id, new Member(member, at));
            }
        });
        return all;
    }

    /** How many of the members were discovered. */
    public long discovered() {
        return members.values().stream().filter(FleetView::isDiscovered).count();
    }

    /** Control planes to which runtimes belong that were discovered. */
    Set<String> discoverers() {
        return runtimes.entrySet().stream()
                .filter(entry -> entry.getValue().values().stream().anyMatch(FleetView::isDiscovered))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isDiscovered(Cluster member) {
        return member.access() instanceof KubeconfigSecret;
    }

    /** Grows with every record. Whoever asks before it looks misses nothing. */
    long changes() {
        return changes.get();
    }

    /** Whether all before the line has been read. Never as long as only a newer build can read some of it. */
    boolean reached(Cut line) {
        if (!newer.isEmpty()) {
            return false;
        }
        Map<TopicPartition, Long> now = follower.positions();
        return line.offsets().entrySet().stream().allMatch(e -> now.getOrDefault(e.getKey(), 0L) >= e.getValue());
    }

    private void apply(TopicRecord<Cluster> record) {
        switch (record) {
            case TopicRecord.Value<Cluster> value
            when value.key().equals(value.value().id()) -> {
                last.put(value.key(), value.at());
                lost.found(value.key());
                replace(value.key(), value.value());
            }
            case TopicRecord.Value<Cluster> ignored -> {}
            case TopicRecord.Tombstone<Cluster> tombstone -> {
                last.put(tombstone.key(), tombstone.at());
                lost.found(tombstone.key());
                replace(tombstone.key(), null);
            }
            case TopicRecord.Unreadable<Cluster> ignored -> {}
        }
    }

    private void replace(String id, @Nullable Cluster now) {
        Cluster before = now == null ? members.remove(id) : members.put(id, now);
        String controlPlane = now == null ? null : now.controlPlane();
        if (now != null && controlPlane != null) {
            runtimes.computeIfAbsent(controlPlane, absent -> new ConcurrentHashMap<>())
                    .put(id, now);
        }
        String former = before == null ? null : before.controlPlane();
        if (former != null && !former.equals(controlPlane)) {
            runtimes.computeIfPresent(former, (key, of) -> {
                of.remove(id);
                return of.isEmpty() ? null : of;
            });
        }
    }

    @Override
    public void close() {
        follower.close();
    }

    private final class Following implements TopicFollower.Listener<Cluster> {

        @Override
        public boolean needs(int partition, int partitions) {
            return true;
        }

        @Override
        public boolean needsAny() {
            return true;
        }

        @Override
        public void take(TopicRecord<Cluster> record) {
            newer.take(record);
            apply(record);
        }

        @Override
        public void polled(boolean news) {
            read = true;
            if (news) {
                changes.incrementAndGet();
            }
        }

        /** What the topic does not have any more is remembered. */
        @Override
        public void replaced() {
            lost.remember(remembered());
            members.values().removeIf(FleetView::isDiscovered); // whoever discovered them writes them again
            runtimes.values().forEach(of -> of.values().removeIf(FleetView::isDiscovered));
            last.clear();
            changes.incrementAndGet();
            generation.incrementAndGet();
        }
    }
}

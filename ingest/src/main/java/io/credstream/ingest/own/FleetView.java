package io.credstream.ingest.own;

import io.credstream.ingest.discovery.Members;
import io.credstream.ingest.own.Takeover.Member;
import io.credstream.kube.Backoff;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.observe.LogKeys;
import io.credstream.observe.Loop;
import io.credstream.read.Cut;
import io.credstream.read.NewerKeys;
import io.credstream.read.NewerRecord;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All members of the fleet, whoever watches them, as the topic says; it follows by itself, a little later. Discovery needs to
 * know them: its runtimes fall to any partition, and an id may be somebody else's.
 *
 * <p>Safe for use by any thread.
 */
public final class FleetView implements Members, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FleetView.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final KafkaClients kafka;
    private final Topic<Cluster> topic;
    private final RandomGenerator random;
    private final java.util.function.Consumer<Throwable> bugs;
    private final Map<String, Cluster> members = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Cluster>> runtimes = new ConcurrentHashMap<>();
    private final Map<String, Coordinates> last = new ConcurrentHashMap<>();
    private final LostFleet lost;
    private final Supplier<Optional<Uuid>> ids;
    private final Loop loop;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Map<TopicPartition, Long> positions = Map.of();
    private final NewerKeys newer = new NewerKeys();
    private final AtomicLong changes = new AtomicLong();
    private final AtomicLong generation = new AtomicLong();
    private Optional<Uuid> id = Optional.empty();
    private volatile @Nullable Consumer<String, byte[]> consumer;
    private volatile String trouble = "who is in the fleet has not been read yet";
    private int failures;

    private FleetView(
            KafkaClients kafka,
            Topic<Cluster> topic,
            Supplier<Optional<Uuid>> ids,
            RandomGenerator random,
            java.util.function.Consumer<Throwable> bugs,
            Loop loop) {
        this.kafka = kafka;
        this.topic = topic;
        this.lost = new LostFleet(topic.name());
        this.ids = ids;
        this.random = random;
        this.bugs = bugs;
        this.loop = loop;
        this.thread = Thread.ofPlatform().name("fleet-view").daemon().unstarted(this::run);
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
            java.util.function.Consumer<Throwable> bugs,
            Loop loop) {
        FleetView view = new FleetView(kafka, topic, ids, random, bugs, loop);
        view.thread.start();
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
        return Optional.of(trouble)
                .filter(said -> !said.isEmpty())
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
        Map<TopicPartition, Long> now = positions;
        return line.offsets().entrySet().stream().allMatch(e -> now.getOrDefault(e.getKey(), 0L) >= e.getValue());
    }

    private void run() {
        while (!isClosing()) {
            loop.turned();
            try {
                follow();
            } catch (WakeupException e) {
                LOG.atTrace().log("The fleet is no longer looked at");
            } catch (KafkaException e) {
                failures++;
                pause(e);
            } catch (RuntimeException | Error bug) {
                bugs.accept(bug);
                return;
            }
        }
    }

    private void follow() {
        Consumer<String, byte[]> opened = kafka.consumer(Map.of());
        consumer = opened;
        try {
            // Whoever closed us before it could see this consumer has not woken it.
            if (isClosing()) {
                return;
            }
            assign(opened);
            while (!isClosing() && !isAnother()) {
                loop.turned();
                poll(opened);
                failures = 0;
                trouble = "";
            }
        } finally {
            opened.close(CloseOptions.timeout(PATIENCE));
        }
    }

    /** Whether the topic was replaced; then it is read from its beginning, and what it does not have is remembered. */
    private boolean isAnother() {
        Optional<Uuid> now = ids.get();
        if (now.isEmpty() || now.equals(id)) {
            return false;
        }
        boolean another = id.isPresent();
        id = now;
        if (another) {
            lost.remember(remembered());
            members.values().removeIf(FleetView::isDiscovered); // whoever discovered them writes them again
            runtimes.values().forEach(of -> of.values().removeIf(FleetView::isDiscovered));
            last.clear();
            positions = Map.of();
            changes.incrementAndGet();
            generation.incrementAndGet();
        }
        return another;
    }

    /** From where it was; a record that is read twice changes nothing. */
    private void assign(Consumer<String, byte[]> opened) {
        List<TopicPartition> partitions = opened.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException(topic.name());
        }
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        positions.forEach(opened::seek);
    }

    private void poll(Consumer<String, byte[]> opened) {
        boolean changed = false;
        for (ConsumerRecord<String, byte[]> record : opened.poll(POLL)) {
            TopicRecord<Cluster> change = TopicRecord.of(topic, record);
            newer.take(change);
            apply(change);
            changed = true;
        }
        Map<TopicPartition, Long> now = new HashMap<>();
        opened.assignment().forEach(partition -> now.put(partition, opened.position(partition)));
        positions = Map.copyOf(now);
        if (changed) {
            changes.incrementAndGet();
        }
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

    private void pause(KafkaException reason) {
        trouble = "the fleet cannot be looked at: " + GivenUp.reason(reason);
        LOG.atWarn()
                .addKeyValue(LogKeys.REASON, reason.getClass().getSimpleName())
                .log("The fleet cannot be looked at");
        try {
            var unused = closing.await(BACKOFF.delay(failures, random).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Without an interrupt, which a consumer that is being closed takes amiss. */
    @Override
    public void close() {
        closing.countDown();
        Consumer<String, byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

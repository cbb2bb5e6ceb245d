package io.credstream.ingest.own;

import io.credstream.ingest.discovery.Members;
import io.credstream.kube.Backoff;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.observe.LogKeys;
import io.credstream.read.Cut;
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
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Map<TopicPartition, Long> positions = Map.of();
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Consumer<String, byte[]> consumer;
    private int failures;

    private FleetView(
            KafkaClients kafka,
            Topic<Cluster> topic,
            RandomGenerator random,
            java.util.function.Consumer<Throwable> bugs) {
        this.kafka = kafka;
        this.topic = topic;
        this.random = random;
        this.bugs = bugs;
        this.thread = Thread.ofPlatform().name("fleet-view").daemon().unstarted(this::run);
    }

    /**
     * Begins to read.
     *
     * @param bugs gets what it cannot go on after
     */
    public static FleetView start(
            KafkaClients kafka,
            Topic<Cluster> topic,
            RandomGenerator random,
            java.util.function.Consumer<Throwable> bugs) {
        FleetView view = new FleetView(kafka, topic, random, bugs);
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

    /** Whether all before the line has been read. */
    boolean reached(Cut line) {
        Map<TopicPartition, Long> now = positions;
        return line.offsets().entrySet().stream().allMatch(e -> now.getOrDefault(e.getKey(), 0L) >= e.getValue());
    }

    private void run() {
        while (!isClosing()) {
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
            while (!isClosing()) {
                poll(opened);
                failures = 0;
            }
        } finally {
            opened.close(CloseOptions.timeout(PATIENCE));
        }
    }

    /** From where it was; a record that is read twice changes nothing. */
    private void assign(Consumer<String, byte[]> opened) {
        List<TopicPartition> partitions = opened.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        opened.assign(partitions);
        opened.seekToBeginning(partitions);
        positions.forEach(opened::seek);
    }

    private void poll(Consumer<String, byte[]> opened) {
        boolean changed = false;
        for (ConsumerRecord<String, byte[]> record : opened.poll(POLL)) {
            apply(TopicRecord.of(topic, record));
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
                replace(value.key(), value.value());
            }
            case TopicRecord.Value<Cluster> ignored -> {}
            case TopicRecord.Tombstone<Cluster> tombstone -> {
                last.put(tombstone.key(), tombstone.at());
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

package io.credstream.ingest.own;

import io.credstream.ingest.own.Takeover.Member;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.InventoryEntry;
import io.credstream.observe.LogKeys;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one partition of {@code clusters}, in a thread of its own: fences the former owner, takes over, starts a watch for each
 * cluster, and writes what they see, in order.
 *
 * <p>Watches hand over through a queue of bounded length: when Kafka is slower than the clusters, they wait, and in the end
 * the API servers do. Nothing is dropped to make room; what changes a projection is history.
 */
public final class PartitionOwner {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionOwner.class);
    private static final int QUEUE = 1_000;
    private static final int BATCH = 500;
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration STATUS_TICK = Duration.ofSeconds(10);

    /** How it stands with the partition. */
    public enum State {
        STARTING,
        OWNED,
        /** Lost to somebody else, or Kafka was not to be had. Worth another attempt. */
        GIVEN_UP,
        STOPPED
    }

    /**
     * What all partitions of a process share.
     *
     * @param fingerprintKeys the ids of those that fingerprints are made with
     */
    public record Shared(
            KafkaClients kafka,
            Topics topics,
            String transactionalIdPrefix,
            Set<String> fingerprintKeys,
            ClusterWatch.Shared watching) {}

    /** What a session saw; without a session only a reason to look at the fleet's changes. */
    record Envelope(@Nullable Session session, @Nullable Sighting sighting) {}

    private final int partition;
    private final Shared shared;
    private final SplittableGenerator random;
    private final Thread thread;
    private final BlockingQueue<Envelope> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Queue<TopicRecord<Cluster>> fleetChanges = new ConcurrentLinkedQueue<>();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Known> left = new HashMap<>();
    private volatile State state = State.STARTING;
    private volatile boolean stopping;
    private volatile String reason = "";
    private Instant statusesLookedAt = Instant.EPOCH;

    private PartitionOwner(int partition, Shared shared, SplittableGenerator random) {
        this.partition = partition;
        this.shared = shared;
        this.random = random;
        this.thread = Thread.ofPlatform().name("ingest-" + partition).unstarted(this::run);
    }

    /** Begins to take the partition over. */
    public static PartitionOwner start(int partition, Shared shared, SplittableGenerator random) {
        PartitionOwner owner = new PartitionOwner(partition, shared, random);
        owner.thread.start();
        return owner;
    }

    public State state() {
        return state;
    }

    /** Why it was given up, as a code. */
    public String reason() {
        return reason;
    }

    /** Whether there is a loop, as long as there should be one. */
    public boolean isAlive() {
        return thread.isAlive() || state == State.GIVEN_UP || state == State.STOPPED;
    }

    /** A record of {@code clusters}, in order; those that were there before are known already, and ignored. */
    public void fleetChanged(TopicRecord<Cluster> record) {
        fleetChanges.add(record);
        wake();
    }

    /** Asks the loop to stop; what is not committed yet is left to the successor. */
    public void stop() {
        stopping = true;
        wake();
    }

    /** Waits until it has stopped, and if it takes too long stops it where it is. */
    public void awaitStopped(Duration patience) throws InterruptedException {
        if (!thread.join(patience)) {
            thread.interrupt();
            thread.join(patience);
        }
    }

    private void wake() {
        if (!queue.offer(new Envelope(null, null))) {
            LOG.atTrace().log("The loop has plenty to do, and looks around in between");
        }
    }

    private void run() {
        try (TransactionalWriter writer =
                TransactionalWriter.open(shared.kafka(), shared.transactionalIdPrefix() + partition, random.split())) {
            own(writer, Takeover.read(shared.kafka(), shared.topics(), partition));
            state = State.STOPPED;
        } catch (GivenUp e) {
            giveUp(e.reason());
        } catch (InterruptedException | InterruptException e) {
            state = State.STOPPED;
        } catch (KafkaException e) {
            giveUp(e.getClass().getSimpleName());
        } catch (RuntimeException | Error bug) {
            shared.watching().bugs().accept(bug);
        } finally {
            sessions.values().forEach(Session::close);
        }
    }

    private void giveUp(String why) {
        reason = why;
        state = State.GIVEN_UP;
        LOG.atWarn()
                .addKeyValue(LogKeys.PARTITION, partition)
                .addKeyValue(LogKeys.REASON, why)
                .log("A partition of the fleet was given up");
    }

    private void own(TransactionalWriter writer, Takeover takeover) throws GivenUp, InterruptedException {
        Inventory inventory = takeover.inventory();
        Optional<UnknownFingerprintKey> unknown =
                UnknownFingerprintKey.in(inventory.clusters().flatMap(inventory::entries), shared.fingerprintKeys());
        if (unknown.isPresent()) {
            throw unknown.get();
        }
        LOG.atInfo()
                .addKeyValue(LogKeys.PARTITION, partition)
                .addKeyValue(LogKeys.COUNT, takeover.members().size())
                .log("A partition of the fleet was taken over");
        Batch first = new Batch(shared.topics(), writer::partitions, inventory);
        for (String cluster : takeover.departed()) {
            leave(cluster, takeover.known(cluster), takeover.departure(cluster), first);
        }
        takeover.members().values().forEach(member -> {
            join(member, takeover.known(member.cluster().id()), inventory, first);
        });
        write(writer, first);
        state = State.OWNED;
        while (!stopping) {
            Envelope arrived = queue.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            Batch batch = new Batch(shared.topics(), writer::partitions, inventory);
            for (var change = fleetChanges.poll(); change != null; change = fleetChanges.poll()) {
                if (change.at().offset() >= takeover.position()) {
                    apply(change, takeover, batch);
                }
            }
            List<Envelope> all = new ArrayList<>();
            if (arrived != null) {
                all.add(arrived);
                queue.drainTo(all, BATCH - 1);
            }
            all.forEach(envelope -> apply(envelope, batch));
            addStatuses(batch, !all.isEmpty());
            write(writer, batch);
        }
    }

    private static void write(TransactionalWriter writer, Batch batch) throws GivenUp, InterruptedException {
        if (!batch.records().isEmpty()) {
            writer.write(batch.records());
        }
        batch.committed();
    }

    private void apply(TopicRecord<Cluster> change, Takeover takeover, Batch batch) {
        switch (change) {
            case TopicRecord.Value<Cluster> value
            when value.key().equals(value.value().id()) ->
                changed(new Member(value.value(), value.at()), takeover, batch);
            case TopicRecord.Value<Cluster> value ->
                batch.deadLetter(DeadLetter.Code.INVALID_KEY, value.key(), value.at());
            case TopicRecord.Unreadable<Cluster> unreadable ->
                batch.deadLetter(unreadable.code(), null, unreadable.at());
            case TopicRecord.Tombstone<Cluster> tombstone -> {
                Session session = sessions.remove(tombstone.key());
                if (session != null) {
                    session.close();
                    leave(tombstone.key(), session.book().known(), tombstone.at(), batch);
                }
            }
        }
    }

    private void changed(Member member, Takeover takeover, Batch batch) {
        String id = member.cluster().id();
        Session before = sessions.get(id);
        if (before == null) {
            Known known = left.getOrDefault(id, takeover.known(id));
            join(member, known, takeover.inventory(), batch);
        } else if (!before.watches(member.cluster())) {
            before.close();
            Known known = before.book().known().at(shared.watching().clock().instant());
            join(member, known, takeover.inventory(), batch);
        }
    }

    private void join(Member member, Known known, Inventory inventory, Batch batch) {
        List<Feed> feeds = Feed.of(member.cluster());
        batch.retire(
                member.cluster().id(),
                entry -> feeds.stream().noneMatch(feed -> covers(feed, entry)),
                Deletion.Reason.RESYNC,
                member.at());
        Session session =
                new Session(member.cluster(), new StatusBook(member.cluster(), member.at(), known), inventory, queue);
        sessions.put(member.cluster().id(), session);
        session.book().due(shared.watching().clock().instant()).ifPresent(batch::status);
        session.start(known.at(), shared.watching(), random.split());
    }

    private static boolean covers(Feed feed, InventoryEntry entry) {
        return feed.kind() == entry.kind() && feed.covers(entry.ref());
    }

    private void leave(String cluster, Known known, Coordinates cause, Batch batch) {
        batch.retire(cluster, entry -> true, Deletion.Reason.CLUSTER_REMOVED, cause);
        if (known.status() != null) {
            String uid = known.status().systemUid();
            batch.statusGone(cluster, known.incarnation(), uid == null ? "" : uid, cause);
        }
        left.put(cluster, known.gone());
    }

    private static void apply(Envelope envelope, Batch batch) {
        Session session = envelope.session();
        Sighting sighting = envelope.sighting();
        if (session != null && sighting != null && !session.isClosed()) {
            session.apply(sighting, batch);
        }
    }

    private void addStatuses(Batch batch, boolean sighted) {
        Instant now = shared.watching().clock().instant();
        if (sighted || !statusesLookedAt.plus(STATUS_TICK).isAfter(now)) {
            statusesLookedAt = now;
            sessions.values().forEach(session -> session.book().due(now).ifPresent(batch::status));
        }
    }
}

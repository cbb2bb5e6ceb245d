package io.credstream.ingest.own;

import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Cluster;
import io.credstream.observe.LogKeys;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
     * @param meters what is measured of what they write
     * @param fleet all members, whoever has them
     * @param removalGrace how long the Secret of a discovered runtime may be gone before the runtime leaves the fleet
     */
    public record Shared(
            KafkaClients kafka,
            Topics topics,
            String transactionalIdPrefix,
            Set<String> fingerprintKeys,
            ReportMeters meters,
            FleetView fleet,
            Duration removalGrace,
            ClusterWatch.Shared watching) {}

    /** What arrives in the queue. */
    sealed interface Envelope {

        void applyTo(Sessions sessions, Batch batch);

        /** Something was seen. */
        record Sighted(Session session, Sighting sighting) implements Envelope {
            @Override
            public void applyTo(Sessions sessions, Batch batch) {
                sessions.sighted(session, sighting, batch);
            }
        }

        /** A reason to look around: the fleet has changed, or the loop shall stop. */
        record Wake() implements Envelope {
            @Override
            public void applyTo(Sessions sessions, Batch batch) {}
        }
    }

    private final int partition;
    private final Shared shared;
    private final SplittableGenerator random;
    private final Thread thread;
    private final BlockingQueue<Envelope> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Queue<TopicRecord<Cluster>> fleetChanges = new ConcurrentLinkedQueue<>();
    private volatile State state = State.STARTING;
    private volatile boolean stopping;
    private volatile String reason = "";

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
        if (!queue.offer(new Envelope.Wake())) {
            LOG.atTrace().log("The loop has plenty to do, and looks around in between");
        }
    }

    private void run() {
        try (TransactionalWriter writer =
                TransactionalWriter.open(shared.kafka(), shared.transactionalIdPrefix() + partition, random.split())) {
            Takeover takeover = Takeover.read(shared.kafka(), shared.topics(), partition);
            int partitions = writer.partitions(shared.topics().clusters());
            Discoveries discoveries = new Discoveries(
                    shared.fleet(),
                    takeover.line(),
                    shared.removalGrace(),
                    id -> shared.topics().clusters().partition(id, partitions) == partition,
                    takeover::departure);
            try (Sessions sessions = new Sessions(takeover, shared.watching(), random, queue, discoveries)) {
                own(writer, takeover, sessions);
            }
            state = State.STOPPED;
        } catch (GivenUp e) {
            giveUp(e.reason());
        } catch (InterruptedException | InterruptException e) {
            state = State.STOPPED;
        } catch (KafkaException e) {
            giveUp(e.getClass().getSimpleName());
        } catch (RuntimeException | Error bug) {
            shared.watching().bugs().accept(bug);
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

    private void own(TransactionalWriter writer, Takeover takeover, Sessions sessions)
            throws GivenUp, InterruptedException {
        Inventory inventory = takeover.inventory();
        Optional<UnknownFingerprintKey> unknown =
                UnknownFingerprintKey.in(inventory.clusters().flatMap(inventory::entries), shared.fingerprintKeys());
        if (unknown.isPresent()) {
            throw unknown.get();
        }
        Batch first = new Batch(shared.topics(), writer::partitions, inventory);
        sessions.begin(first);
        sessions.addStatuses(first);
        write(writer, first);
        state = State.OWNED;
        LOG.atInfo()
                .addKeyValue(LogKeys.PARTITION, partition)
                .addKeyValue(LogKeys.COUNT, takeover.members().size())
                .log("A partition of the fleet was taken over");
        List<Envelope> arrived = new ArrayList<>();
        while (!stopping) {
            Envelope next = queue.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            Batch batch = new Batch(shared.topics(), writer::partitions, inventory);
            for (var change = fleetChanges.poll(); change != null; change = fleetChanges.poll()) {
                sessions.fleetChanged(change, batch);
            }
            if (next != null) {
                arrived.add(next);
                queue.drainTo(arrived, BATCH - 1);
            }
            for (Envelope envelope : arrived) {
                envelope.applyTo(sessions, batch);
            }
            arrived.clear();
            sessions.addDiscovered(batch);
            sessions.addStatuses(batch);
            write(writer, batch);
        }
    }

    private void write(TransactionalWriter writer, Batch batch) throws GivenUp, InterruptedException {
        if (!batch.records().isEmpty()) {
            writer.write(batch.records());
        }
        batch.committed(shared.meters());
    }
}

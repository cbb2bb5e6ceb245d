package io.credstream.ingest.own;

import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Cluster;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.observe.Loop;
import io.credstream.observe.Loops;
import io.credstream.read.TopicRecord;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
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
     * @param comparableKeys ids of the fingerprint keys that are at hand or known to be lost; see {@link HeldCredentials}
     * @param meters what is measured of what they write
     * @param budgets what is measured of how much clusters have
     * @param fleet all members, whoever has them
     * @param stocktaking holds inventories against the topics
     * @param removalGrace how long the Secret of a discovered runtime may be gone before the runtime leaves the fleet
     * @param controlPlanes the epochs of all of them, whoever has them
     * @param loops of this ingest
     */
    public record Shared(
            KafkaClients kafka,
            Topics topics,
            String transactionalIdPrefix,
            Set<String> comparableKeys,
            ReportMeters meters,
            BudgetMeters budgets,
            FleetView fleet,
            Stocktaking stocktaking,
            Duration removalGrace,
            ClusterWatch.Shared watching,
            ControlPlaneEpochs controlPlanes,
            Loops loops) {}

    /** What arrives in the queue. */
    sealed interface Envelope {

        void applyTo(Sessions sessions, Batch batch);

        /** How much of a batch it takes. */
        default int weight() {
            return 1;
        }

        /**
         * Something was seen.
         *
         * @param weight of it in the share of its cluster; see {@link QueueShare}
         * @param since when it was handed over, as {@link System#nanoTime} has it
         */
        record Sighted(Session session, Sighting sighting, int weight, long since) implements Envelope {
            @Override
            public void applyTo(Sessions sessions, Batch batch) {
                session.taken(weight);
                sessions.sighted(session, sighting, batch);
            }
        }

        /** The watch of a cluster failed unexpectedly. */
        record Failed(Session session, Fault fault) implements Envelope {
            @Override
            public void applyTo(Sessions sessions, Batch batch) {
                sessions.failed(session, fault);
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
    private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
    private volatile State state = State.STARTING;
    private volatile boolean stopping;
    private volatile String reason;
    private volatile Supplier<String> writing = () -> "";
    private volatile @Nullable Envelope underway;

    private PartitionOwner(int partition, Shared shared, SplittableGenerator random, String before) {
        this.reason = before;
        this.partition = partition;
        this.shared = shared;
        this.random = random;
        this.thread = Thread.ofPlatform().name("ingest-" + partition).unstarted(this::run);
    }

    /**
     * Begins to take the partition over.
     *
     * @param before why an attempt before this one was given up; empty if there was none
     */
    public static PartitionOwner start(int partition, Shared shared, SplittableGenerator random, String before) {
        PartitionOwner owner = new PartitionOwner(partition, shared, random, before);
        owner.thread.start();
        return owner;
    }

    public State state() {
        return state;
    }

    /** Why it was given up, if it was, or the attempt before it; and while it is owned, what it waits for, if it does. */
    public String reason() {
        String unwritten = writing.get();
        return unwritten.isEmpty() ? reason : unwritten;
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

    private void found(Finding finding) {
        findings.add(finding);
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
            writing = writer::trouble;
            writer.requireEven(shared.topics());
            int partitions = writer.partitions(shared.topics().clusters());
            Predicate<String> ours = id -> shared.topics().clusters().partition(id, partitions) == partition;
            Takeover takeover = Takeover.read(
                    shared.kafka(),
                    shared.topics(),
                    partition,
                    ours,
                    shared.fleet().remembered());
            Discoveries discoveries = new Discoveries(
                    shared.fleet(),
                    takeover.line(),
                    shared.removalGrace(),
                    shared.watching().settings().budgets().runtimes(),
                    ours,
                    takeover::departure);
            try (Sessions sessions = new Sessions(
                    takeover,
                    shared.topics(),
                    topic -> writer.end(topic, partition).orElse(takeover.end(topic)),
                    shared.comparableKeys(),
                    shared.watching(),
                    random,
                    queue,
                    discoveries,
                    shared.controlPlanes(),
                    shared.budgets())) {
                Stock stock = new Stock(partition, takeover.inventory(), this::found);
                try (Loop loop = shared.loops().open(Loop.Kind.PARTITION, "partition " + partition, this::oldest)) {
                    writer.onAttempt(loop::turned);
                    own(writer, takeover, sessions, stock, loop);
                } finally {
                    shared.stocktaking().close(stock);
                }
            }
            state = State.STOPPED;
        } catch (GivenUp e) {
            giveUp(e.reason());
        } catch (InterruptedException | InterruptException e) {
            state = State.STOPPED;
        } catch (KafkaException e) {
            giveUp(GivenUp.reason(e));
        } catch (RuntimeException | Error bug) {
            shared.watching().bulkhead().stop(bug);
        }
    }

    private void giveUp(String why) {
        reason = why;
        writing = () -> "";
        state = State.GIVEN_UP;
        LOG.atWarn()
                .addKeyValue(LogKeys.PARTITION, partition)
                .addKeyValue(LogKeys.REASON, why)
                .log("A partition of the fleet was given up");
    }

    private OptionalLong oldest() {
        Envelope first = underway;
        return (first == null ? queue.peek() : first) instanceof Envelope.Sighted sighted
                ? OptionalLong.of(sighted.since())
                : OptionalLong.empty();
    }

    private void own(TransactionalWriter writer, Takeover takeover, Sessions sessions, Stock stock, Loop loop)
            throws GivenUp, InterruptedException {
        Inventory inventory = takeover.inventory();
        Batch first = new Batch(shared.topics(), writer::partitions, inventory);
        sessions.begin(first);
        sessions.addStatuses(first);
        write(writer, first);
        sessions.committed();
        reason = sessions.trouble();
        state = State.OWNED;
        LOG.atInfo()
                .addKeyValue(LogKeys.PARTITION, partition)
                .addKeyValue(LogKeys.COUNT, takeover.members().size())
                .log("A partition of the fleet was taken over");
        shared.stocktaking().open(stock);
        Retelling retelling = new Retelling(inventory, sessions);
        List<Envelope> arrived = new ArrayList<>();
        while (!stopping) {
            loop.turned();
            Envelope next = queue.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
            Batch batch = new Batch(shared.topics(), writer::partitions, inventory);
            sessions.retryFaulted(batch);
            for (var change = fleetChanges.poll(); change != null; change = fleetChanges.poll()) {
                sessions.fleetChanged(change, batch);
            }
            Finding finding = findings.poll(); // each comes with a reason to look around
            if (finding instanceof Finding.StatusesLost lost) {
                writer.restarted(lost.topic(), partition);
            }
            if (finding != null) {
                retelling.mend(finding, batch);
            }
            if (next != null) {
                underway = next;
                gather(next, arrived);
            }
            for (Envelope envelope : arrived) {
                envelope.applyTo(sessions, batch);
            }
            arrived.clear();
            sessions.addDiscovered(batch);
            sessions.addStatuses(batch);
            reason = sessions.trouble();
            write(writer, batch);
            underway = null;
            loop.progressed();
            if (sessions.committed()) {
                wake();
            }
        }
    }

    /** As many as make a batch, by their number or their weight. */
    private void gather(Envelope first, List<Envelope> arrived) {
        int weight = 0;
        for (Envelope next = first; next != null; next = weight < BATCH ? queue.poll() : null) {
            arrived.add(next);
            weight += next.weight();
        }
    }

    /** Repeats the transaction without what the brokers will never take, and so never more often than there are records. */
    private void write(TransactionalWriter writer, Batch batch) throws GivenUp, InterruptedException {
        while (!batch.records().isEmpty()) {
            Set<ProducerRecord<String, byte[]>> refused = writer.write(batch.records());
            if (refused.isEmpty()) {
                break;
            }
            refused.forEach(batch::refuse);
        }
        batch.committed(shared.meters());
    }
}

package io.credstream.ingest.own;

import io.credstream.ingest.own.PartitionOwner.Envelope;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Sighting;
import io.credstream.ingest.watch.Sightings;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One cluster, from the start of its watch to its end. What a closed session still has in the queue is not written: its
 * successor lists everything, and after a removal there must be no record but tombstones.
 */
final class Session implements Sightings, AutoCloseable {

    private final Cluster cluster;
    private final StatusBook book;
    private final Inventory inventory;
    private final BlockingQueue<Envelope> queue;
    private @Nullable ClusterWatch watch;
    private volatile boolean closed;

    Session(Cluster cluster, StatusBook book, Inventory inventory, BlockingQueue<Envelope> queue) {
        this.cluster = cluster;
        this.book = book;
        this.inventory = inventory;
        this.queue = queue;
    }

    void start(@Nullable Instant lastGood, ClusterWatch.Shared shared, SplittableGenerator random) {
        watch = ClusterWatch.start(cluster, book.era(), lastGood, this, shared, random);
    }

    StatusBook book() {
        return book;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a record of the fleet asks for what is done already; why it was written does not matter. */
    boolean watches(Cluster other) {
        return lasting(cluster.access()).equals(lasting(other.access()))
                && cluster.role() == other.role()
                && cluster.namespaces().equals(other.namespaces())
                && Objects.equals(cluster.discovery(), other.discovery());
    }

    /** A kubeconfig that was read is used for as long as it works, whether its Secret is still there or not. */
    private static Cluster.Access lasting(Cluster.Access access) {
        return access instanceof KubeconfigSecret secret ? secret.goneSince(null) : access;
    }

    Cluster cluster() {
        return cluster;
    }

    @Override
    public void put(Sighting sighting) throws InterruptedException {
        queue.put(new Envelope.Sighted(this, sighting));
    }

    @Override
    public List<RegistryEntry> registries(Kind kind, ObjectRef ref) {
        return inventory.registries(kind, ref);
    }

    void apply(Sighting sighting, Batch batch) {
        book.add(sighting);
        switch (sighting) {
            case Sighting.Present present -> batch.present(present.kind(), present.projection(), present.digest());
            case Sighting.Absent absent ->
                batch.absent(absent.kind(), absent.ref(), Deletion.Reason.WATCH, absent.version(), absent.cause());
            case Sighting.Listed listed ->
                batch.listed(cluster.id(), listed.feed()::covers, listed.seen(), listed.version());
            case Sighting.Malformed malformed ->
                batch.deadLetter(DeadLetter.Code.INVALID_OBJECT, name(malformed.object()), malformed.cause());
            case Sighting.Claimed ignored -> {}
            case Sighting.Withdrawn ignored -> {}
            case Sighting.Bookmark ignored -> {}
            case Sighting.Identified ignored -> {}
            case Sighting.Restarted ignored -> {}
            case Sighting.Following ignored -> {}
            case Sighting.Troubled ignored -> {}
            case Sighting.Missed ignored -> {}
            case Sighting.Skewed ignored -> {}
        }
    }

    private String name(@Nullable String object) {
        return cluster.id() + "/" + (object == null ? "" : object);
    }

    @Override
    public void close() {
        closed = true;
        if (watch != null) {
            watch.close();
        }
    }
}

package io.credstream.ingest.own;

import io.credstream.ingest.discovery.Change;
import io.credstream.ingest.discovery.DiscoveryBook;
import io.credstream.ingest.watch.Bulkhead;
import io.credstream.ingest.watch.Sighting;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus.RefusedClaim;
import io.credstream.model.Kind;
import io.credstream.observe.LogKeys;
import io.credstream.read.Cut;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the control planes of one partition discover, and what those have left that do so no longer.
 *
 * <p>Not thread-safe.
 */
final class Discoveries {

    private static final Logger LOG = LoggerFactory.getLogger(Discoveries.class);

    private final FleetView fleet;
    private final Cut line;
    private final Duration grace;
    private final int runtimes;
    private final Predicate<String> ours;
    private final Function<String, ? extends Cause> departure;
    private final Map<String, DiscoveryBook> books = new HashMap<>();
    private boolean touched;
    private long seen = -1;
    private Instant due = Instant.MAX;

    /**
     * @param line what was written when the partition was taken over; before it is read nothing is decided
     * @param runtimes how many a control plane may have
     * @param ours whether a cluster falls to the partition
     * @param departure the record with which a control plane left the fleet
     */
    Discoveries(
            FleetView fleet,
            Cut line,
            Duration grace,
            int runtimes,
            Predicate<String> ours,
            Function<String, ? extends Cause> departure) {
        this.fleet = fleet;
        this.line = line;
        this.grace = grace;
        this.runtimes = runtimes;
        this.ours = ours;
        this.departure = departure;
    }

    /** A control plane is watched from now on, from the beginning. */
    void begin(Cluster controlPlane, Cause origin) {
        if (controlPlane.role() == Cluster.Role.CONTROL_PLANE) {
            books.put(
                    controlPlane.id(),
                    controlPlane.discovery() == null
                            ? DiscoveryBook.closed(controlPlane.id(), grace, origin)
                            : DiscoveryBook.of(controlPlane, grace, origin));
            touched = true;
        }
    }

    /** A cluster left the fleet. */
    void end(String cluster, Cause origin) {
        books.computeIfPresent(cluster, (id, book) -> DiscoveryBook.closed(id, grace, origin));
        touched = true;
    }

    /** Returns whether it was taken; a claim beyond the number of runtimes that a control plane may have is not. */
    boolean sighted(Cluster cluster, Sighting sighting) {
        DiscoveryBook book = books.get(cluster.id());
        if (book == null) {
            return true;
        }
        switch (sighting) {
            case Sighting.Claimed claimed -> {
                if (book.claims() >= runtimes && !book.knows(claimed.claim(), fleet)) {
                    return false;
                }
                book.claimed(claimed.claim());
            }
            case Sighting.Withdrawn withdrawn -> book.withdrawn(withdrawn.secret(), withdrawn.cause());
            case Sighting.Listed listed
            when listed.feed().kubeconfigs() -> {
                if (listed.leftOut() > 0 || listed.nameless() > 0) {
                    return true; // What is not shown may be there.
                }
                book.listed(
                        listed.feed().scope(),
                        listed.seen(),
                        new Cause.Observation(
                                cluster.id(), Kind.SECRET, listed.version().resourceVersion()));
            }
            case Sighting.Bookmark bookmark
            when bookmark.feed().kubeconfigs() -> {
                if (!book.heard(bookmark.feed().scope())) {
                    return true;
                }
            }
            case Sighting.Troubled troubled
            when troubled.feed().kubeconfigs() -> book.lost(troubled.feed().scope());
            default -> {
                return true;
            }
        }
        touched = true;
        return true;
    }

    /** How many Secrets of a cluster say that they are kubeconfigs. */
    int claims(String cluster) {
        DiscoveryBook book = books.get(cluster);
        return book == null ? 0 : book.claims();
    }

    /** Runs work for a control plane; see {@link io.credstream.ingest.watch.Bulkhead}. */
    @FunctionalInterface
    interface Within {
        void run(String controlPlane, Bulkhead.Work work);
    }

    /**
     * Adds what is to be written, if there may be anything. A control plane whose book fails is passed over, and the others are
     * not.
     *
     * @return whether it looked
     */
    boolean addChanges(Instant now, Batch batch, Within within) {
        long changes = fleet.changes();
        boolean news = touched || changes != seen || !due.isAfter(now);
        if (!news || !fleet.reached(line)) {
            return false;
        }
        touched = false;
        seen = changes;
        fleet.discoverers().stream()
                .filter(ours)
                .forEach(id ->
                        books.computeIfAbsent(id, left -> DiscoveryBook.closed(left, grace, departure.apply(left))));
        Map.copyOf(books)
                .forEach((id, book) -> within.run(
                        id,
                        () -> book.changes(now, fleet).forEach(change -> {
                            batch.fleet(change);
                            log(change);
                        })));
        due = books.values().stream()
                .map(DiscoveryBook::due)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        return true;
    }

    /** What a cluster claims and does not get. */
    List<RefusedClaim> refused(String cluster) {
        DiscoveryBook book = books.get(cluster);
        return book == null ? List.of() : book.refused();
    }

    private static void log(Change change) {
        LOG.atInfo()
                .addKeyValue(LogKeys.CLUSTER, change.id())
                .log(
                        switch (change) {
                            case Change.Put ignored -> "A runtime was discovered, or its Secret has changed";
                            case Change.Remove ignored -> "A runtime that was discovered leaves the fleet";
                        });
    }
}

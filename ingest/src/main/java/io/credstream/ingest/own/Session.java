package io.credstream.ingest.own;

import io.credstream.ingest.own.PartitionOwner.Envelope;
import io.credstream.ingest.own.Takeover.Member;
import io.credstream.ingest.watch.Budgets;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Feed;
import io.credstream.ingest.watch.Sighting;
import io.credstream.ingest.watch.Sightings;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.ClusterStatus.Budget;
import io.credstream.model.ClusterStatus.BudgetUse;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Versioned;
import io.credstream.observe.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator.SplittableGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One cluster, from the start of its watch to its end. What a closed session still has in the queue is not written: its
 * successor lists everything, and after a removal there must be no record but tombstones.
 */
final class Session implements Sightings, AutoCloseable {

    private final Member member;
    private final Known known;
    private final StatusBook book;
    private final Inventory inventory;
    private final BlockingQueue<Envelope> queue;
    private HeldCredentials held = HeldCredentials.none();
    private final Budgets budgets;
    private final QueueShare share = new QueueShare();
    private final LeftOut leftOut = new LeftOut();
    private final Shown shown;
    private final Map<Feed, Map<Budget, Sighting.Used>> used = new HashMap<>();
    private @Nullable ClusterWatch watch;
    private volatile boolean closed;

    /**
     * @param known what the book was opened with
     * @param queue where its sightings go
     */
    Session(
            Member member,
            Known known,
            StatusBook book,
            Inventory inventory,
            BlockingQueue<Envelope> queue,
            Budgets budgets) {
        this.member = member;
        this.known = known;
        this.book = book;
        this.inventory = inventory;
        this.queue = queue;
        this.budgets = budgets;
        this.shown = new Shown(Feed.of(member.cluster()));
    }

    void start(Condition doubt, ClusterWatch.Shared shared, SplittableGenerator random) {
        watch = ClusterWatch.start(cluster(), book.era(), known.at(), doubt, this, shared, random);
    }

    StatusBook book() {
        return book;
    }

    Member member() {
        return member;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether a record of the fleet asks for what is done already; why it was written does not matter. */
    boolean watches(Cluster other) {
        return lasting(cluster().access()).equals(lasting(other.access()))
                && cluster().role() == other.role()
                && Objects.equals(cluster().controlPlane(), other.controlPlane())
                && cluster().namespaces().equals(other.namespaces())
                && Objects.equals(cluster().discovery(), other.discovery());
    }

    /** A kubeconfig that was read is used for as long as it works, whether its Secret is still there or not. */
    private static Cluster.Access lasting(Cluster.Access access) {
        return access instanceof KubeconfigSecret secret ? secret.goneSince(null) : access;
    }

    Cluster cluster() {
        return member.cluster();
    }

    /** When all of it was last watched, be it by a predecessor; absent if never. */
    @Nullable
    Instant lastGood() {
        return watch == null ? known.at() : watch.lastGood().orElse(known.at());
    }

    @Override
    public void put(Sighting sighting) throws InterruptedException {
        int weight = QueueShare.weight(sighting);
        share.acquire(weight);
        queue.put(new Envelope.Sighted(this, sighting, weight, System.nanoTime()));
    }

    @Override
    public void failed(Fault fault) throws InterruptedException {
        queue.put(new Envelope.Failed(this, fault));
    }

    /** What was handed over has been taken out of the queue. */
    void taken(int weight) {
        share.release(weight);
    }

    @Override
    public boolean isKnown(Kind kind, ObjectRef ref) {
        return inventory.contains(kind, ref);
    }

    @Override
    public List<RegistryEntry> registries(Kind kind, ObjectRef ref) {
        return inventory.registries(kind, ref);
    }

    /**
     * Looks for credentials that cannot be compared with what was reported of them.
     *
     * @param comparable as {@link HeldCredentials} has it
     */
    void hold(Set<String> comparable) {
        List<Feed> feeds = Feed.of(cluster());
        held = HeldCredentials.of(
                inventory
                        .entries(cluster().id())
                        .filter(entry -> feeds.stream().anyMatch(feed -> feed.covers(entry.kind(), entry.ref()))),
                comparable);
        book.holds(held.trouble());
    }

    void apply(Sighting sighting, Batch batch) {
        book.add(sighting);
        switch (sighting) {
            case Sighting.Present present -> {
                shown.present(present, batch);
                if (!held.holds(present.kind(), present.projection().ref())) {
                    present(present, batch);
                }
            }
            case Sighting.Absent absent -> {
                held.gone(absent.kind(), absent.ref());
                leftOut.remove(absent.kind(), absent.ref());
                batch.absent(absent.kind(), absent.ref(), Deletion.Reason.WATCH, absent.version(), absent.cause());
            }
            case Sighting.Listed listed -> {
                if (listed.nameless() == 0) {
                    Feed feed = listed.feed();
                    held.listed((kind, ref) -> shown.speaksFor(feed, kind, ref), listed.seen());
                    shown.listed(listed, cluster().id(), batch);
                }
                leftOut.listed(listed.feed(), listed.seen(), listed.leftOut(), listed.nameless());
            }
            case Sighting.TooLarge large -> {
                ObjectRef ref = large.ref();
                if (ref != null) {
                    leftOut.add(large.feed().kind(), Budget.OBJECT_BYTES, ref);
                }
                batch.deadLetter(DeadLetter.Code.TOO_LARGE, name(large.object()), large.cause());
            }
            case Sighting.Used use ->
                used.computeIfAbsent(use.feed(), feed -> new EnumMap<>(Budget.class))
                        .put(use.budget(), use);
            case Sighting.Malformed malformed ->
                batch.deadLetter(DeadLetter.Code.INVALID_OBJECT, name(malformed.object()), malformed.cause());
            case Sighting.Withdrawn withdrawn -> leftOut.remove(Kind.SECRET, withdrawn.secret());
            case Sighting.Claimed ignored -> {}
            case Sighting.Bookmark ignored -> {}
            case Sighting.Identified ignored -> {}
            case Sighting.Restarted ignored -> {}
            case Sighting.Lost ignored -> {}
            case Sighting.Following ignored -> {}
            case Sighting.Troubled ignored -> {}
            case Sighting.Missed ignored -> {}
            case Sighting.Skewed ignored -> {}
        }
        book.holds(held.trouble());
    }

    /** One that is known keeps being reported; a new one is only while there is room. */
    private void present(Sighting.Present present, Batch batch) {
        Kind kind = present.kind();
        Versioned seen = present.projection();
        if (seen instanceof Manifest manifest) {
            Instant epoch = book.epoch().begun();
            seen = manifest.remoteTemplate() ? manifest.asking(epoch) : manifest.observedIn(epoch);
        }
        ObjectRef ref = seen.ref();
        int before = batch.savepoint().units();
        boolean room = batch.count(cluster().id(), kind) < budgets.count(kind);
        if (!room && !batch.isKnown(kind, ref)) {
            leftOut.add(kind, Budget.OBJECTS, ref);
        } else if (batch.present(kind, seen, present.digest())) {
            leftOut.remove(kind, ref);
        } else {
            leftOut.add(kind, Budget.RECORD_BYTES, ref);
        }
        if (kind == Kind.MANIFEST && batch.savepoint().units() > before) {
            book.epoch().named();
        }
    }

    /** A Secret says that it is a runtime's, and there are too many of them. */
    void leaveOut(ObjectRef kubeconfig) {
        leftOut.add(Kind.SECRET, Budget.RUNTIMES, kubeconfig);
    }

    /** The budgets that are used to a good part or exceeded. */
    List<BudgetUse> budgets(Batch batch, int runtimes) {
        List<BudgetUse> uses = new ArrayList<>();
        Feed.of(cluster()).stream().map(Feed::kind).distinct().forEach(kind -> {
            for (Budget budget : Budget.values()) {
                BudgetUse use = use(kind, budget, batch, runtimes);
                if (use.limit() > 0 && (use.isExceeded() || Budgets.isNear(use.used(), use.limit()))) {
                    uses.add(use);
                }
            }
        });
        return uses;
    }

    private BudgetUse use(Kind kind, Budget budget, Batch batch, int runtimes) {
        long out = leftOut.count(kind, budget);
        return switch (budget) {
            case OBJECTS -> new BudgetUse(kind, budget, batch.count(cluster().id(), kind), budgets.count(kind), out);
            case RUNTIMES -> new BudgetUse(kind, budget, runtimes, kind == Kind.SECRET ? budgets.runtimes() : 0, out);
            case OBJECT_BYTES -> new BudgetUse(kind, budget, largest(kind, budget), budgets.objectBytes(), out);
            case PAGE_BYTES -> new BudgetUse(kind, budget, largest(kind, budget), budgets.pageBytes(), 0);
            case RECORD_BYTES ->
                new BudgetUse(kind, budget, out == 0 ? 0 : Limits.VALUE_BYTES, Limits.VALUE_BYTES, out);
        };
    }

    private long largest(Kind kind, Budget budget) {
        return used.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .flatMap(entry -> entry.getValue().values().stream())
                .filter(use -> use.budget() == budget)
                .mapToLong(Sighting.Used::used)
                .max()
                .orElse(0);
    }

    /** Lists what objects were left out of, if there is room for them now. */
    void takeInIfRoom(Batch batch, int runtimes) {
        if (watch == null || closed) {
            return;
        }
        for (Kind kind : Kind.values()) {
            if (leftOut.count(kind, Budget.OBJECTS) > 0 && batch.count(cluster().id(), kind) < budgets.count(kind)) {
                watch.listAgain(feed -> feed.kind() == kind && !feed.kubeconfigs());
            }
        }
        if (leftOut.count(Kind.SECRET, Budget.RUNTIMES) > 0 && runtimes < budgets.runtimes()) {
            watch.listAgain(Feed::kubeconfigs);
        }
    }

    /** Lists a kind once more, although nothing was missed of it: the topics lack what it shows, or have something else. */
    void listAfresh(Kind kind) {
        if (watch != null && !closed) {
            watch.listAfresh(feed -> feed.kind() == kind && !feed.kubeconfigs());
        }
    }

    private String name(@Nullable String object) {
        return cluster().id() + "/" + (object == null ? "" : object);
    }

    @Override
    public void close() {
        closed = true;
        if (watch != null) {
            watch.close();
        }
    }
}

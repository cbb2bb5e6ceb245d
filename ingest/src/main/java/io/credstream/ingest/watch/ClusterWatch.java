package io.credstream.ingest.watch;

import io.credstream.kube.HttpAccess;
import io.credstream.kube.Link;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.projection.Projection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.random.RandomGenerator.SplittableGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches one cluster, until it is closed. */
public final class ClusterWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterWatch.class);
    private static final Duration TOLERATED_SKEW = Duration.ofSeconds(60);

    /**
     * What all watches of a process share.
     *
     * @param admission lets requests pass
     * @param room memory for what arrives
     * @param alarms tells feeds when they have waited for long enough
     * @param meters what is measured of them
     * @param bulkhead keeps what fails for one cluster there
     */
    public record Shared(
            Connector connector,
            Projection projection,
            WatchSettings settings,
            Admission admission,
            Room room,
            ScheduledExecutorService alarms,
            Clock clock,
            WatchMeters meters,
            Bulkhead bulkhead) {}

    /** How a cluster is reached. May block, and be interrupted. */
    @FunctionalInterface
    public interface Connector {
        Link<HttpAccess> open(Cluster.Access access);
    }

    private final Shared shared;
    private final Sightings sightings;
    private final ApiConnection connection;
    private final List<FeedWatch> feeds = new ArrayList<>();
    private final List<Turns> turns = new ArrayList<>();
    private final List<Runnable> shown = new ArrayList<>();
    private final AtomicReference<@Nullable Boolean> skewed = new AtomicReference<>();

    private ClusterWatch(Cluster cluster, Shared shared, Sightings sightings) {
        this.shared = shared;
        this.sightings = sightings;
        this.connection = new ApiConnection(() -> shared.connector().open(cluster.access()));
    }

    /**
     * Begins to watch; nothing has been sent yet when it returns.
     *
     * @param era what is known of the cluster's versions
     * @param lastGood when the cluster was last watched, by whoever did; absent if never
     * @param doubt why it has not been watched since
     * @param sightings gets everything that is found out
     */
    public static ClusterWatch start(
            Cluster cluster,
            Era era,
            @Nullable Instant lastGood,
            Condition doubt,
            Sightings sightings,
            Shared shared,
            SplittableGenerator random) {
        ClusterWatch watch = new ClusterWatch(cluster, shared, sightings);
        Admission.Guest guest = shared.admission().guest();
        Api api = new HttpApi(
                watch.connection, shared.settings(), guest, shared.room().share(), watch::compareClocks);
        FeedContext common = new FeedContext(
                api,
                era,
                sightings,
                new Projector(cluster, shared.projection(), sightings),
                shared.settings(),
                shared.clock(),
                System::nanoTime,
                shared.meters(),
                watch::wakeAll);
        for (Feed feed : Feed.of(cluster)) {
            watch.add(new FeedWatch(feed, common, random.split(), lastGood, doubt), cluster.id(), guest);
        }
        watch.show(cluster.id());
        watch.wakeAll();
        return watch;
    }

    private void add(FeedWatch feed, String cluster, Admission.Guest guest) {
        feeds.add(feed);
        turns.add(new Turns(
                "watch-" + cluster,
                wake -> {
                    guest.come();
                    try {
                        return feed.turn(wake);
                    } finally {
                        guest.leave();
                    }
                },
                shared.alarms(),
                thrown -> failed(cluster, thrown)));
    }

    private void failed(String cluster, Throwable thrown) {
        Optional<Fault> fault = shared.bulkhead().judge(cluster, thrown);
        if (fault.isPresent()) {
            try {
                sightings.failed(fault.get());
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Lists some feeds anew, soon; not more often than failures are tried again. */
    public void listAgain(Predicate<Feed> which) {
        for (int i = 0; i < feeds.size(); i++) {
            if (which.test(feeds.get(i).feed()) && feeds.get(i).listAgain()) {
                turns.get(i).wake();
            }
        }
    }

    /** Lists some feeds once more, as soon as they can be, although nothing of them was missed: no gap comes of it. */
    public void listAfresh(Predicate<Feed> which) {
        for (int i = 0; i < feeds.size(); i++) {
            if (which.test(feeds.get(i).feed())) {
                feeds.get(i).listAfresh();
                turns.get(i).wake();
            }
        }
    }

    /** When the feed that has not been heard of for the longest time was last followed; empty if none ever was. */
    public Optional<Instant> lastGood() {
        return feeds.stream().flatMap(feed -> feed.lastGood().stream()).min(Comparator.naturalOrder());
    }

    /** Of several feeds of a kind the one that was heard of least recently. */
    private void show(String cluster) {
        feeds.stream()
                .collect(Collectors.groupingBy(feed -> feed.feed().kind()))
                .forEach((kind, of) -> shown.add(shared.meters()
                        .watching(
                                cluster,
                                kind,
                                () -> of.stream()
                                        .map(FeedWatch::heard)
                                        .min(Comparator.naturalOrder())
                                        .orElseThrow())));
    }

    private void wakeAll() {
        turns.forEach(Turns::wake);
    }

    private void compareClocks(@Nullable String date) {
        if (date == null) {
            return;
        }
        try {
            Instant theirs = DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from);
            boolean now =
                    Duration.between(theirs, shared.clock().instant()).abs().compareTo(TOLERATED_SKEW) > 0;
            Boolean before = skewed.getAndSet(now);
            if (before == null ? now : before != now) {
                sightings.put(new Sighting.Skewed(now));
            }
        } catch (DateTimeParseException ignored) {
            LOG.atDebug().addKeyValue(LogKeys.REASON, "Date").log("An API server sends a date that is none");
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops at once, and does not wait for what is stopping. */
    @Override
    public void close() {
        turns.forEach(Turns::close);
        shown.forEach(Runnable::run);
        connection.close();
    }
}

package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.ingest.watch.Api.Page;
import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Version;
import io.credstream.observe.LogKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one feed, in turns: does what {@link Pace} says, tells it how that went, and hands over what it sees. While it has to
 * wait, be it for an event or for a pause to end, it returns instead.
 */
final class FeedWatch {

    private static final Logger LOG = LoggerFactory.getLogger(FeedWatch.class);
    private static final Duration LASTING = Duration.ofSeconds(5);

    /** Lists in a row that the server has forgotten while they were read; one or two can be bad luck. */
    private static final int LASTING_EXPIRATIONS = 3;

    /**
     * What the feeds of one cluster have in common.
     *
     * @param nanos by which waiting is measured, as {@link System#nanoTime}
     * @param restarted called when the incarnation has grown: each of them has to take a turn
     */
    record Common(
            Api api,
            Era era,
            Sightings sightings,
            Projector projector,
            WatchSettings settings,
            Clock clock,
            LongSupplier nanos,
            WatchMeters meters,
            Runnable restarted) {}

    private final Feed feed;
    private final Common common;
    private final RandomGenerator random;
    private final Pace pace;
    private final Instant begun;
    private volatile @Nullable Instant lastGood;
    private Condition doubt;
    private final Consumption consumption;
    private volatile boolean again;
    private volatile boolean afresh;
    private boolean seamless;
    private volatile @Nullable Instant listedAt;
    private long incarnation;
    private int expirations;
    private boolean placed;
    private @Nullable Following following;
    private @Nullable Long resumeAt;

    /**
     * @param lastGood when the feed was last followed, by whoever did; absent if never
     * @param doubt why it has not been followed since
     */
    FeedWatch(Feed feed, Common common, RandomGenerator random, @Nullable Instant lastGood, Condition doubt) {
        this.feed = feed;
        this.doubt = doubt;
        this.consumption = new Consumption(feed, common.settings().budgets(), common.sightings());
        this.common = common;
        this.random = random;
        this.lastGood = lastGood;
        this.begun = common.clock().instant();
        this.pace = new Pace(common.settings().backoff(), random);
    }

    /**
     * Does what there is to do. Never called twice at once.
     *
     * @param arrived to be called when an event may have arrived, for another turn
     * @return how long to wait for the next turn, unless something happens before
     */
    Duration turn(Runnable arrived) throws InterruptedException {
        Duration wait = Duration.ZERO;
        while (!wait.isPositive()) {
            try {
                wait = step(arrived);
            } catch (ApiFailure e) {
                stopFollowing();
                failed(e.failure());
            }
        }
        return wait;
    }

    Feed feed() {
        return feed;
    }

    /** When the feed was last heard of; when it began to be followed, if that never was. From any thread. */
    Instant heard() {
        Instant last = lastGood;
        return last == null ? begun : last;
    }

    /** When the feed was last followed, by whoever did; empty if never. From any thread. */
    Optional<Instant> lastGood() {
        return Optional.ofNullable(lastGood);
    }

    /** Asks for another list. Returns whether there will be one; not if the last was a short while ago. From any thread. */
    boolean listAgain() {
        Instant last = listedAt;
        Duration pause = common.settings().backoff().limit();
        if (last == null || last.plus(pause).isAfter(common.clock().instant())) {
            return false;
        }
        again = true;
        return true;
    }

    /** Asks for another list, be the last as it may, and nothing missed since. From any thread. */
    void listAfresh() {
        afresh = true;
    }

    /** Returns how long to wait until the next step. */
    private Duration step(Runnable arrived) throws ApiFailure, InterruptedException {
        if (again) {
            again = false;
            stopFollowing();
            doubt = Condition.OVER_BUDGET;
            pace.begin();
        }
        if (afresh) {
            afresh = false;
            seamless |= pace.isCertain(); // up to now nothing was missed, and the list shows what is there after it
            stopFollowing();
            pace.begin();
        }
        if (pace.hasPosition() && incarnation != common.era().incarnation()) {
            throw new ApiFailure(new Failure.Overtaken());
        }
        if (following != null) {
            return follow(following);
        }
        switch (pace.next()) {
            case Pace.Step.Pause pause -> {
                return pause(pause.delay());
            }
            case Pace.Step.Verify verify -> verify(verify.position());
            case Pace.Step.List ignored -> list();
            case Pace.Step.Follow follow -> open(follow.position(), arrived);
        }
        return Duration.ZERO;
    }

    private Duration pause(Duration delay) {
        long now = common.nanos().getAsLong();
        if (resumeAt == null) {
            resumeAt = now + delay.toNanos();
        }
        long left = resumeAt - now;
        if (left <= 0) {
            resumeAt = null;
            pace.paused();
        }
        return Duration.ofNanos(Math.max(0, left));
    }

    private void identify() throws ApiFailure, InterruptedException {
        Sighting.Identified identity = common.api().identity();
        if (common.era().identified(identity.systemUid())) {
            restarted();
        }
        common.sightings().put(identity);
    }

    private void verify(String position) throws ApiFailure, InterruptedException {
        identify();
        if (incarnation != common.era().incarnation()) {
            throw new ApiFailure(new Failure.Overtaken());
        }
        Page page = common.api().list(feed, null, 1, unused -> {});
        if (Version.compareResourceVersions(page.version(), position) < 0) {
            throw new ApiFailure(new Failure.Overtaken());
        }
        pace.verified();
    }

    private void list() throws ApiFailure, InterruptedException {
        identify();
        Era.Mark mark = common.era().mark(feed.kind());
        consumption.begin();
        Listing listing = new Listing(feed, common, consumption);
        String next = null;
        Version version = null;
        do {
            Page page = common.api().list(feed, next, common.settings().pageSize(), listing);
            if (version == null) {
                version = begin(mark, page.version());
            } else if (!page.version().equals(version.resourceVersion())) {
                throw new ApiFailure(new Failure.Expired());
            }
            consumption.page(page.bytes());
            listing.handOver(version);
            next = listing.next(next, page);
        } while (next != null);
        consumption.listed();
        common.sightings().put(listing.end(version));
        complete(version);
    }

    private Version begin(Era.Mark mark, String version) throws ApiFailure, InterruptedException {
        long before = mark.incarnation();
        incarnation = common.era()
                .listed(feed.kind(), mark, version)
                .orElseThrow(() -> new ApiFailure(new Failure.Overtaken()));
        if (incarnation != before) {
            restarted();
        }
        return new Version(incarnation, version);
    }

    private void restarted() throws InterruptedException {
        LOG.atWarn()
                .addKeyValue(LogKeys.CLUSTER, common.projector().cluster().id())
                .addKeyValue(LogKeys.KIND, feed)
                .log("Versions went backwards, or the cluster is another one; everything is listed again");
        common.sightings().put(new Sighting.Restarted(common.era().incarnation()));
        common.restarted().run();
    }

    /** After the sighting of the list itself: whoever reads of a gap's end finds everything that was in it. */
    private void complete(Version version) throws InterruptedException {
        Instant now = common.clock().instant();
        Instant before = lastGood;
        if (before != null && !seamless) {
            common.sightings().put(new Sighting.Missed(feed, before, now, doubt));
        }
        seamless = false;
        pace.listed(version.resourceVersion());
        placed = true;
        expirations = 0;
        listedAt = now;
        common.meters().listed(feed.kind());
        wellAgain(now);
    }

    private void open(String position, Runnable arrived) throws ApiFailure, InterruptedException {
        Duration lifetime = common.settings().lifetime();
        lifetime = lifetime.plusMillis(random.nextLong(lifetime.toMillis() + 1));
        Instant opened = common.clock().instant();
        Api.Events events = common.api().watch(feed, position, lifetime, arrived);
        following = new Following(events, opened, common.nanos().getAsLong());
        wellAgain(opened);
    }

    /** Everything that has arrived. Returns how long the watch may be silent from now on. */
    private Duration follow(Following watch) throws ApiFailure, InterruptedException {
        while (true) {
            switch (watch.events().take()) {
                case Api.Taken.Event(Api.Item event) -> {
                    watch.heard(common.nanos().getAsLong());
                    consumption.object(event.bytes());
                    switch (event) {
                        case Api.Item.Whole(JsonNode whole, long bytes) -> handle(WatchEvent.of(whole));
                        case Api.Item.TooLarge(JsonNode head, long bytes) -> tooLarge(head);
                    }
                    consumption.watched();
                }
                case Api.Taken.Nothing ignored -> {
                    return watch.patience(
                            common.nanos().getAsLong(), common.settings().watchdog());
                }
                case Api.Taken.End ignored -> {
                    ended(watch);
                    return Duration.ZERO;
                }
            }
        }
    }

    private void ended(Following watch) {
        stopFollowing();
        Instant now = common.clock().instant();
        lastGood = now;
        pace.ended(!Duration.between(watch.opened(), now).minus(LASTING).isNegative());
    }

    private void stopFollowing() {
        if (following != null) {
            following.events().close();
            following = null;
        }
    }

    private void handle(WatchEvent event) throws ApiFailure, InterruptedException {
        if (incarnation != common.era().incarnation()) {
            throw new ApiFailure(new Failure.Overtaken());
        }
        for (Sighting sighting : common.projector().watched(feed, event, incarnation)) {
            common.sightings().put(sighting);
        }
        event.version().ifPresent(version -> {
            common.era().saw(feed.kind(), new Version(incarnation, version));
            pace.advanced(version);
        });
        lastGood = common.clock().instant();
        common.meters().event(feed.kind(), event);
    }

    /** What is behind it in the watch is followed all the same. */
    private void tooLarge(JsonNode head) throws ApiFailure, InterruptedException {
        if (incarnation != common.era().incarnation()) {
            throw new ApiFailure(new Failure.Overtaken());
        }
        common.sightings().put(common.projector().tooLarge(feed, head, incarnation));
        String version = WatchedObject.version(head.path("object"));
        if (WatchedObject.isVersion(version)) {
            common.era().saw(feed.kind(), new Version(incarnation, version));
            pace.advanced(version);
        }
        lastGood = common.clock().instant();
    }

    private void wellAgain(Instant now) throws InterruptedException {
        lastGood = now;
        common.sightings().put(new Sighting.Following(feed));
    }

    /** A single interruption is no news: connections break. What a server says is, and so is a second one. */
    private void failed(Failure failure) throws InterruptedException {
        Failure really =
                pace.hasPosition() && incarnation != common.era().incarnation() ? new Failure.Overtaken() : failure;
        if (really instanceof Failure.Expired) {
            really = new Failure.Expired(++expirations >= LASTING_EXPIRATIONS);
        }
        seamless = false;
        pace.failed(really);
        if (placed && !pace.hasPosition()) {
            placed = false;
            common.sightings().put(new Sighting.Lost(feed, common.clock().instant()));
        }
        doubt = really.condition();
        common.meters().interrupted(feed.kind(), really);
        LOG.atDebug()
                .addKeyValue(LogKeys.CLUSTER, common.projector().cluster().id())
                .addKeyValue(LogKeys.KIND, feed)
                .addKeyValue(LogKeys.REASON, really.getClass().getSimpleName())
                .addKeyValue(LogKeys.COUNT, pace.failures())
                .log("A list or watch came to an end before its time");
        Optional<Trouble> trouble = really.report();
        boolean blip = really instanceof Failure.Broken || really instanceof Failure.Silent;
        boolean news = !blip || pace.failures() > 1 || lastGood == null;
        if (trouble.isPresent() && news) {
            common.sightings().put(new Sighting.Troubled(feed, trouble.get()));
        }
    }
}

package io.credstream.ingest.watch;

import io.credstream.ingest.watch.Api.Page;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Follows one feed, in turns: does what {@link Pace} says, tells it how that went, and hands over what it sees. While it has to
 * wait, be it for an event or for a pause to end, it returns instead.
 */
final class FeedWatch {

    private static final Duration LASTING = Duration.ofSeconds(5);

    private final Feed feed;
    private final FeedContext context;
    private final RandomGenerator random;
    private final Pace pace;
    private final Instant begun;
    private volatile @Nullable Instant lastGood;
    private final Interruptions interruptions;
    private final FeedIncarnation incarnation;
    private final FeedEvents events;
    private final Consumption consumption;
    private volatile boolean again;
    private volatile boolean afresh;
    private boolean seamless;
    private volatile @Nullable Instant listedAt;
    private @Nullable Following following;
    private @Nullable Long resumeAt;

    /**
     * @param lastGood when the feed was last followed, by whoever did; absent if never
     * @param doubt why it has not been followed since
     */
    FeedWatch(Feed feed, FeedContext context, RandomGenerator random, @Nullable Instant lastGood, Condition doubt) {
        this.feed = feed;
        this.consumption = new Consumption(feed, context.settings().budgets(), context.sightings());
        this.context = context;
        this.random = random;
        this.lastGood = lastGood;
        this.begun = context.clock().instant();
        this.pace = new Pace(context.settings().backoff(), random);
        this.interruptions = new Interruptions(feed, context, pace, doubt);
        this.incarnation = new FeedIncarnation(feed, context);
        this.events = new FeedEvents(feed, context, pace, incarnation);
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
        Duration pause = context.settings().backoff().limit();
        if (last == null || last.plus(pause).isAfter(context.clock().instant())) {
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
            interruptions.overBudget();
            pace.begin();
        }
        if (afresh) {
            afresh = false;
            seamless |= pace.isCertain(); // up to now nothing was missed, and the list shows what is there after it
            stopFollowing();
            pace.begin();
        }
        if (pace.hasPosition()) {
            incarnation.requireCurrent();
        }
        if (following != null) {
            return follow(following);
        }
        switch (pace.next()) {
            case Pace.Step.Pause pause -> {
                return pause(pause.delay());
            }
            case Pace.Step.Verify verify -> {
                incarnation.verify(verify.position());
                pace.verified();
            }
            case Pace.Step.List ignored -> list();
            case Pace.Step.Follow follow -> open(follow.position(), arrived);
        }
        return Duration.ZERO;
    }

    private Duration pause(Duration delay) {
        long now = context.nanos().getAsLong();
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

    private void list() throws ApiFailure, InterruptedException {
        incarnation.identify();
        Era.Mark mark = context.era().mark(feed.kind());
        consumption.begin();
        Listing listing = new Listing(feed, context, consumption);
        String next = null;
        Version version = null;
        do {
            Page page = context.api().list(feed, next, context.settings().pageSize(), listing);
            if (version == null) {
                version = incarnation.listed(mark, page.version());
            } else if (!page.version().equals(version.resourceVersion())) {
                throw new ApiFailure(new Failure.Expired());
            }
            consumption.page(page.bytes());
            listing.handOver(version);
            next = listing.next(next, page);
        } while (next != null);
        consumption.listed();
        context.sightings().put(listing.end(version));
        complete(version);
    }

    /** After the sighting of the list itself: whoever reads of a gap's end finds everything that was in it. */
    private void complete(Version version) throws InterruptedException {
        Instant now = context.clock().instant();
        Instant before = lastGood;
        if (before != null && !seamless) {
            context.sightings().put(new Sighting.Missed(feed, before, now, interruptions.doubt()));
        }
        seamless = false;
        pace.listed(version.resourceVersion());
        interruptions.listed();
        listedAt = now;
        context.meters().listed(feed.kind());
        wellAgain(now);
    }

    private void open(String position, Runnable arrived) throws ApiFailure, InterruptedException {
        Duration lifetime = context.settings().lifetime();
        lifetime = lifetime.plusMillis(random.nextLong(lifetime.toMillis() + 1));
        Instant opened = context.clock().instant();
        Api.Events stream = context.api().watch(feed, position, lifetime, arrived);
        following = new Following(stream, opened, context.nanos().getAsLong());
        wellAgain(opened);
    }

    /** Everything that has arrived. Returns how long the watch may be silent from now on. */
    private Duration follow(Following watch) throws ApiFailure, InterruptedException {
        while (true) {
            switch (watch.events().take()) {
                case Api.Taken.Event(Api.Item event) -> {
                    watch.heard(context.nanos().getAsLong());
                    consumption.object(event.bytes());
                    events.take(event);
                    lastGood = context.clock().instant();
                    consumption.watched();
                }
                case Api.Taken.Nothing ignored -> {
                    return watch.patience(
                            context.nanos().getAsLong(), context.settings().watchdog());
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
        Instant now = context.clock().instant();
        lastGood = now;
        pace.ended(!Duration.between(watch.opened(), now).minus(LASTING).isNegative());
    }

    private void stopFollowing() {
        if (following != null) {
            following.events().close();
            following = null;
        }
    }

    private void wellAgain(Instant now) throws InterruptedException {
        lastGood = now;
        context.sightings().put(new Sighting.Following(feed));
    }

    private void failed(Failure failure) throws InterruptedException {
        seamless = false;
        boolean overtaken = pace.hasPosition() && incarnation.isOvertaken();
        interruptions.add(overtaken ? new Failure.Overtaken() : failure, lastGood != null);
    }
}

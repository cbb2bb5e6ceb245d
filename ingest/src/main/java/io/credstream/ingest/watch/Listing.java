package io.credstream.ingest.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One list of a feed, as it is read: which objects it shows, and what of the present page has to wait until the list's version
 * is known. Objects that are known are always taken; of others only so many.
 */
final class Listing implements Api.Items {

    /** A list that goes on for so many times the number of objects that are taken does not end. */
    private static final int ENDLESS = 4;

    /** Beside those that objects take: pages may well be empty, where a selector leaves nothing of them. */
    private static final int FEWEST_PAGES = 1_000;

    /** Of an API server it has a few hundred characters. */
    private static final int LONGEST_CONTINUE = 16_384;

    /** Of what one page may leave waiting: a page of the largest records would be more than the memory there is. */
    private static final long WAITING_BYTES = 32L << 20;

    private final Feed feed;
    private final FeedContext common;
    private final Consumption consumption;
    private final int limit;
    private final Set<ObjectRef> seen = new HashSet<>();
    private final List<Projector.Projected> waiting = new ArrayList<>();
    private long waitingBytes;
    private long count;
    private long leftOut;
    private long nameless;
    private long pages;

    Listing(Feed feed, FeedContext common, Consumption consumption) {
        this.feed = feed;
        this.common = common;
        this.consumption = consumption;
        this.limit = common.settings().budgets().count(feed);
    }

    @Override
    public void take(Api.Item item) throws ApiFailure {
        consumption.object(item.bytes());
        if (++count > (long) ENDLESS * limit) {
            throw new ApiFailure(Failure.OverBudget.list(feed, (long) ENDLESS * limit));
        }
        switch (item) {
            case Api.Item.Whole(JsonNode object, long bytes) ->
                take(common.projector().listed(feed, object));
            case Api.Item.TooLarge(JsonNode head, long bytes) -> {
                Projector.Projected large = common.projector().tooLarge(feed, head);
                if (large.ref().isEmpty()) {
                    nameless++;
                }
                take(large);
            }
        }
    }

    private void take(Projector.Projected item) throws ApiFailure {
        Optional<ObjectRef> ref = item.ref();
        if (ref.isPresent() && !seen.contains(ref.get())) {
            if (seen.size() >= limit && !common.sightings().isKnown(feed.kind(), ref.get())) {
                leftOut++;
                return;
            }
            seen.add(ref.get());
        }
        waitingBytes += item.bytes();
        if (waitingBytes > WAITING_BYTES) {
            throw new ApiFailure(Failure.OverBudget.of("what one page of " + feed + " amounts to", WAITING_BYTES));
        }
        waiting.add(item);
    }

    /** What the page has shown, now that the version is known at which it counts. */
    void handOver(Version version) throws InterruptedException {
        for (Projector.Projected item : waiting) {
            Optional<Sighting> sighting = item.at(version);
            if (sighting.isPresent()) {
                common.sightings().put(sighting.get());
            }
        }
        waiting.clear();
        waitingBytes = 0;
    }

    /**
     * The page after one; absent after the last. Fails for one that leads nowhere: to itself, or on and on without objects.
     *
     * @param asked for the page
     */
    @Nullable
    String next(@Nullable String asked, Api.Page page) throws ApiFailure {
        String next = page.next();
        if (next != null && (next.equals(asked) || next.length() > LONGEST_CONTINUE)) {
            throw new ApiFailure(new Failure.Unintelligible());
        }
        if (++pages > FEWEST_PAGES + (long) ENDLESS * limit / common.settings().pageSize()) {
            throw new ApiFailure(Failure.OverBudget.list(feed, (long) ENDLESS * limit));
        }
        return next;
    }

    Sighting.Listed end(Version version) {
        return new Sighting.Listed(feed, version, seen, leftOut, nameless);
    }
}

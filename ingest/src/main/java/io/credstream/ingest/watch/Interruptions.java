package io.credstream.ingest.watch;

import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.observe.LogKeys;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What keeps a feed from being followed, and what is reported of it: an error that the server stated at once, a dropped connection
 * only when it recurs.
 */
final class Interruptions {

    private static final Logger LOG = LoggerFactory.getLogger(Interruptions.class);

    /** Lists in a row that the server has forgotten while they were read; one or two can be bad luck. */
    private static final int LASTING_EXPIRATIONS = 3;

    private final Feed feed;
    private final FeedContext context;
    private final Pace pace;
    private Condition doubt;
    private int expirations;
    private boolean placed;

    /** @param doubt why the feed has not been followed up to now */
    Interruptions(Feed feed, FeedContext context, Pace pace, Condition doubt) {
        this.feed = feed;
        this.context = context;
        this.pace = pace;
        this.doubt = doubt;
    }

    /** Why the feed was last not followed. */
    Condition doubt() {
        return doubt;
    }

    /** It is not followed because there was no room for its objects. */
    void overBudget() {
        doubt = Condition.OVER_BUDGET;
    }

    void listed() {
        placed = true;
        expirations = 0;
    }

    /** @param everGood whether the feed has ever been followed */
    void add(Failure failure, boolean everGood) throws InterruptedException {
        Failure counted = failure instanceof Failure.Expired
                ? new Failure.Expired(++expirations >= LASTING_EXPIRATIONS)
                : failure;
        pace.failed(counted);
        if (placed && !pace.hasPosition()) {
            placed = false;
            context.sightings().put(new Sighting.Lost(feed, context.clock().instant()));
        }
        doubt = counted.condition();
        context.meters().interrupted(feed.kind(), counted);
        LOG.atDebug()
                .addKeyValue(LogKeys.CLUSTER, context.projector().cluster().id())
                .addKeyValue(LogKeys.KIND, feed)
                .addKeyValue(LogKeys.REASON, counted.getClass().getSimpleName())
                .addKeyValue(LogKeys.COUNT, pace.failures())
                .log("A list or watch came to an end before its time");
        Optional<Trouble> trouble = counted.report();
        boolean dropped = counted instanceof Failure.Broken || counted instanceof Failure.Silent;
        boolean news = !dropped || pace.failures() > 1 || !everGood;
        if (trouble.isPresent() && news) {
            context.sightings().put(new Sighting.Troubled(feed, trouble.get()));
        }
    }
}

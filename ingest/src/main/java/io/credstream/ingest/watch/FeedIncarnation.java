package io.credstream.ingest.watch;

import io.credstream.model.Version;
import io.credstream.observe.LogKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The incarnation of its cluster in which a feed was last listed. Once the cluster has another one, nothing more of the feed can be
 * believed before the next list.
 */
final class FeedIncarnation {

    private static final Logger LOG = LoggerFactory.getLogger(FeedIncarnation.class);

    private final Feed feed;
    private final FeedContext context;
    private long number;

    FeedIncarnation(Feed feed, FeedContext context) {
        this.feed = feed;
        this.context = context;
    }

    long number() {
        return number;
    }

    boolean isOvertaken() {
        return number != context.era().incarnation();
    }

    void requireCurrent() throws ApiFailure {
        if (isOvertaken()) {
            throw new ApiFailure(new Failure.Overtaken());
        }
    }

    /** Asks the cluster who it is. */
    void identify() throws ApiFailure, InterruptedException {
        Sighting.Identified identity = context.api().identity();
        if (context.era().identified(identity.systemUid())) {
            restarted();
        }
        context.sightings().put(identity);
    }

    /** Fails unless the cluster is the one that was listed, and has gone on from that position. */
    void verify(String position) throws ApiFailure, InterruptedException {
        identify();
        requireCurrent();
        Api.Page page = context.api().list(feed, null, 1, unused -> {});
        if (Version.compareResourceVersions(page.version(), position) < 0) {
            throw new ApiFailure(new Failure.Overtaken());
        }
    }

    /**
     * A list has begun.
     *
     * @param mark the moment before it was asked for
     * @return its version
     */
    Version listed(Era.Mark mark, String version) throws ApiFailure, InterruptedException {
        number = context.era()
                .listed(feed.kind(), mark, version)
                .orElseThrow(() -> new ApiFailure(new Failure.Overtaken()));
        if (number != mark.incarnation()) {
            restarted();
        }
        return new Version(number, version);
    }

    private void restarted() throws InterruptedException {
        LOG.atWarn()
                .addKeyValue(LogKeys.CLUSTER, context.projector().cluster().id())
                .addKeyValue(LogKeys.KIND, feed)
                .log("Versions went backwards, or the cluster is another one; everything is listed again");
        context.sightings().put(new Sighting.Restarted(context.era().incarnation()));
        context.restarted().run();
    }
}

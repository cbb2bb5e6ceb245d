package io.credstream.sink.intake;

import io.credstream.sink.lane.Lanes;
import io.credstream.sink.report.Outbox;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives up partitions in order: first their requests, then their reports, then their offsets. Not thread-safe. */
final class Release {

    private static final Logger LOG = LoggerFactory.getLogger(Release.class);

    private final Lanes lanes;
    private final Outbox outbox;
    private final Commits commits;

    Release(Lanes lanes, Outbox outbox, Commits commits) {
        this.lanes = lanes;
        this.outbox = outbox;
        this.commits = commits;
    }

    /** What is not settled when patience ends is not committed either, and comes again to whoever is next. */
    void of(Map<TopicPartition, Intake> intakes, Duration patience) {
        try {
            awaitDrained(intakes.keySet(), patience);
            if (!outbox.awaitSent(Commits.LIMIT)) {
                LOG.atWarn().log("Leaving reports behind; the decisions they are about will be tried again");
            }
            commits.finish(intakes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the lanes of these partitions, and waits for the answers to their requests. */
    void drain(Collection<TopicPartition> partitions, Duration patience) {
        try {
            awaitDrained(partitions, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitDrained(Collection<TopicPartition> partitions, Duration patience) throws InterruptedException {
        try {
            lanes.release(partitions.stream().map(TopicPartition::partition).toList())
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.atWarn().log("Giving up partitions while requests are still under way");
        } catch (ExecutionException e) {
            throw new IllegalStateException("lanes do not fail to end", e);
        }
    }
}

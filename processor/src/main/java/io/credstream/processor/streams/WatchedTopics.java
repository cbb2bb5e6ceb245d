package io.credstream.processor.streams;

import io.credstream.topics.TopicWatch;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/** The topics of a processor, and under which ids they exist. Thread-safe. */
public final class WatchedTopics {

    /** What the leader of the group has created is to be seen on every broker by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TopicWatch watch;
    private final TopicIds.Names names;

    public WatchedTopics(TopicWatch watch, TopicIds.Names names) {
        this.watch = watch;
        this.names = names;
    }

    /** As of now. */
    TopicIds look() {
        try {
            return new TopicIds(names, watch.look(names.all(), PATIENCE));
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** By name, as of the last look at them; the same object until the next one. */
    Map<String, Uuid> ids() {
        return watch.ids();
    }
}

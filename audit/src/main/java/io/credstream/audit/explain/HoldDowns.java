package io.credstream.audit.explain;

import io.credstream.model.HoldDown;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hold-down of one Manifest, as the processor said in {@code manifest-updates} (R17). To be given the Manifest's records there since
 * {@link #since}, in order.
 */
public final class HoldDowns implements LogSink {

    /** How far the clocks of a processor and a broker may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    private @Nullable HoldDown last;

    /** The moment before which no hold-down began that is in force at a moment. */
    public static Instant since(Instant moment) {
        return moment.minus(RetryPolicy.MOST_HOLD).minus(CLOCKS);
    }

    @Override
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        switch (record) {
            case TopicRecord.Value<V> decision -> last = null;
            case TopicRecord.Tombstone<V> nothing -> last = nothing.holdDown();
            case TopicRecord.Unreadable<V> unreadable -> {
                // Nothing can be said of it.
            }
        }
    }

    /** The one that is in force at a moment. */
    public Optional<HoldDown> at(Instant moment) {
        return Optional.ofNullable(last).filter(holdDown -> holdDown.isInForce(moment));
    }
}

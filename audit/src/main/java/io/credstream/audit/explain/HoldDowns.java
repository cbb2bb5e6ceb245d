package io.credstream.audit.explain;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.Log;
import io.credstream.model.HoldDown;
import io.credstream.model.ObjectRef;
import io.credstream.read.Cut;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The hold-down of one Manifest, as the processor said in {@code manifest-updates} (R17). To be given the Manifest's records, in order. */
public final class HoldDowns implements LogSink {

    /** How far the clocks of a processor and a broker may differ. */
    private static final Duration CLOCKS = Duration.ofMinutes(10);

    private @Nullable HoldDown last;

    /**
     * The one that is in force at the end of a log. A processor that says nothing of hold-downs is an older one, or has nothing to say: its
     * steps are gone through once more.
     */
    public static Optional<HoldDown> of(Log log, ObjectRef manifest) {
        Topics topics = log.topics();
        Instant since = log.moment().minus(RetryPolicy.MOST_HOLD).minus(CLOCKS);
        Cut from = log.before(since);
        HoldDowns said = new HoldDowns();
        log.inOrder(List.of(topics.manifestUpdates()), Set.of(manifest.key()), from, log.cut(), said);
        return said.at(log.moment()).or(() -> {
            Rehearsal rehearsal = new Rehearsal(Fleet.of(log.facts(from, since)), manifest);
            log.inOrder(Facts.of(topics), from, log.cut(), rehearsal);
            return rehearsal.at(log.moment());
        });
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
    Optional<HoldDown> at(Instant moment) {
        return Optional.ofNullable(last).filter(holdDown -> holdDown.isInForce(moment));
    }
}

package io.credstream.audit.explain;

import io.credstream.audit.Fleet;
import io.credstream.model.ApplyReport;
import io.credstream.model.HoldDown;
import io.credstream.model.ObjectRef;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.rules.retry.Attempts;
import io.credstream.rules.retry.Occasion;
import io.credstream.rules.retry.Retries;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.topics.Topic;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a processor with one Manifest, gone through once more under the default policy: for the log of a processor that did not say
 * in {@link HoldDowns} when it gave way. To be given what the log says of the fleet, in the order of time.
 * A hold-down ends when it did then but for the time that a record took to be decided; an earlier fight is not known.
 */
final class Rehearsal implements LogSink {

    private final Fleet fleet;
    private final ObjectRef manifest;
    private final Retries retries = new Retries(RetryPolicy.DEFAULT, () -> 0);
    private @Nullable Attempts attempts;

    /** @param fleet as it was at the beginning; goes along */
    Rehearsal(Fleet fleet, ObjectRef manifest) {
        this.fleet = fleet;
        this.manifest = manifest;
    }

    @Override
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        boolean touched = fleet.take(topic, record).contains(manifest);
        if (record instanceof TopicRecord.Value<V> value
                && value.value() instanceof ApplyReport report
                && report.manifest().equals(manifest)) {
            attempts = retries.reported(attempts, report, record.time());
            touched = true;
        }
        if (touched) {
            attempts = retries.decided(attempts, fleet.decide(manifest, record.at()), Occasion.EVENT, record.time())
                    .next();
        }
    }

    /** The hold-down that is in force at a moment. */
    Optional<HoldDown> at(Instant moment) {
        return attempts instanceof Attempts.Held held
                ? Optional.of(held.holdDown()).filter(holdDown -> holdDown.isInForce(moment))
                : Optional.empty();
    }
}

package io.credstream.sink.intake;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.TopicRecord;
import io.credstream.sink.lane.Recalled;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.report.Progress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * What arrives of one partition, from its assignment to its end. Until everything that was in the partition at assignment has
 * been read, only the newest decision of each Manifest is kept and none is carried out: an old one must not be written after
 * it became moot. Not thread-safe.
 */
public final class Intake {

    private final Uuid topic;
    private final Progress progress;
    private final long settledBefore;
    private final long end;
    private final Decisions decisions;
    private @Nullable Map<String, Decision> latest = new LinkedHashMap<>();

    /**
     * Of a partition that was just assigned.
     *
     * @param topic the id of its topic
     * @param position what is read first
     * @param settledBefore all before that is settled, and only recalled
     * @param end of the partition at assignment
     */
    public Intake(Uuid topic, long position, long settledBefore, long end, Decisions decisions) {
        this.topic = topic;
        this.settledBefore = settledBefore;
        this.progress = new Progress(position, settledBefore);
        this.end = end;
        this.decisions = decisions;
    }

    Uuid topic() {
        return topic;
    }

    /** What of it is settled. */
    public Progress progress() {
        return progress;
    }

    boolean catchesUp() {
        return latest != null;
    }

    /** The next record. */
    public void accept(TopicRecord<ManifestUpdate> record) {
        long offset = record.at().offset();
        if (offset < settledBefore) {
            recall(record);
            progress.reached(offset + 1);
            return;
        }
        progress.read(offset);
        switch (record) {
            case TopicRecord.Value<ManifestUpdate> value -> {
                var decision = new Decision(value.value(), value.at(), value.time());
                if (!decision.key().equals(value.key())) {
                    decisions.unreadable(DeadLetter.Code.INVALID_KEY, value.at());
                } else if (decision.isTooLarge()) {
                    decisions.unreadable(DeadLetter.Code.TOO_LARGE, value.at());
                } else {
                    decide(decision);
                }
            }
            case TopicRecord.Tombstone<ManifestUpdate> tombstone -> {
                forget(tombstone);
                progress.settle(offset);
            }
            case TopicRecord.Unreadable<ManifestUpdate> unreadable ->
                decisions.unreadable(unreadable.code(), unreadable.at());
        }
    }

    /** The consumer's position; when it is at the end as it was at assignment, what is left is carried out. */
    public void reached(long position) {
        progress.reached(position);
        if (latest != null && position >= end) {
            Map<String, Decision> pending = latest;
            latest = null;
            pending.values().forEach(decisions::decided);
        }
    }

    private void decide(Decision decision) {
        if (latest == null) {
            decisions.decided(decision);
            return;
        }
        decisions.recalled(new Recalled.Decided(decision));
        settle(latest.remove(decision.key()));
        latest.put(decision.key(), decision);
    }

    private void forget(TopicRecord.Tombstone<ManifestUpdate> tombstone) {
        if (latest == null) {
            decisions.withdrawn(tombstone.at().partition(), tombstone.key());
            return;
        }
        decisions.recalled(new Recalled.Gone(tombstone.at().partition(), tombstone.key()));
        settle(latest.remove(tombstone.key()));
    }

    private void settle(@Nullable Decision older) {
        if (older != null) {
            progress.settle(older.at().offset());
        }
    }

    /** What nobody could read or handle was put aside then. */
    private void recall(TopicRecord<ManifestUpdate> record) {
        switch (record) {
            case TopicRecord.Value<ManifestUpdate> value -> {
                var decision = new Decision(value.value(), value.at(), value.time());
                if (decision.key().equals(value.key()) && !decision.isTooLarge()) {
                    decisions.recalled(new Recalled.Decided(decision));
                }
            }
            case TopicRecord.Tombstone<ManifestUpdate> tombstone ->
                decisions.recalled(new Recalled.Gone(tombstone.at().partition(), tombstone.key()));
            case TopicRecord.Unreadable<ManifestUpdate> unreadable -> {
                // see above
            }
        }
    }

    /** What is to be done about what arrived. */
    public interface Decisions {
        /** It is to be carried out. */
        void decided(Decision decision);

        /** There is no decision about this Manifest any more. */
        void withdrawn(int partition, String manifest);

        /** It was so before we took over; what of it is to be carried out is said afterwards. */
        void recalled(Recalled recalled);

        /** There is nothing to carry out in a record. */
        void unreadable(DeadLetter.Code code, Coordinates at);
    }
}

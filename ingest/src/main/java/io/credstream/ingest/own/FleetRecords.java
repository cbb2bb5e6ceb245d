package io.credstream.ingest.own;

import io.credstream.ingest.own.Takeover.Member;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.DeadLetter;
import io.credstream.observe.LogKeys;
import io.credstream.read.NewerKeys;
import io.credstream.read.NewerRecord;
import io.credstream.read.TopicRecord;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what the records of the fleet say from what cannot be read in them. Not thread-safe. */
final class FleetRecords {

    private static final Logger LOG = LoggerFactory.getLogger(FleetRecords.class);

    /** What becomes of a fleet that has changed. */
    interface Changes {
        void changed(Member member, Batch batch);

        void left(String cluster, Coordinates at, Batch batch);
    }

    private final Changes changes;
    private final NewerKeys newer = new NewerKeys();

    FleetRecords(Changes changes) {
        this.changes = changes;
    }

    void take(TopicRecord<Cluster> change, Batch batch) {
        newer.take(change);
        switch (change) {
            case TopicRecord.Unreadable<Cluster> unreadable
            when unreadable.newer() != null ->
                LOG.atWarn()
                        .addKeyValue(LogKeys.TOPIC, unreadable.at().topic())
                        .addKeyValue(LogKeys.PARTITION, unreadable.at().partition())
                        .addKeyValue(LogKeys.OFFSET, unreadable.at().offset())
                        .addKeyValue(LogKeys.REASON, unreadable.newer().describe())
                        .log("A member of the fleet changes only for a newer build");
            case TopicRecord.Value<Cluster> value
            when value.key().equals(value.value().id()) ->
                changes.changed(new Member(value.value(), value.at()), batch);
            case TopicRecord.Value<Cluster> value ->
                batch.deadLetter(DeadLetter.Code.INVALID_KEY, value.key(), value.at());
            case TopicRecord.Unreadable<Cluster> unreadable ->
                batch.deadLetter(unreadable.code(), null, unreadable.at());
            case TopicRecord.Tombstone<Cluster> tombstone -> changes.left(tombstone.key(), tombstone.at(), batch);
        }
    }

    /** The newest record that only a newer build can read; its cluster is watched as it was. */
    Optional<NewerRecord> newest() {
        return newer.newest();
    }
}

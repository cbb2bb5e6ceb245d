package io.credstream.sink.intake;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.LogKeys;
import io.credstream.read.TopicRecord;
import io.credstream.sink.fault.Bulkhead;
import io.credstream.sink.lane.Lanes;
import io.credstream.sink.lane.Recalled;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.report.Ledger;
import io.credstream.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on what arrives: decisions to the lanes, those of one poll together, so that a fuse sees all of them; what cannot be read or
 * handled to the dead letters. Not thread-safe.
 */
final class Arrivals implements Intake.Decisions {

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private final Topic<ManifestUpdate> topic;
    private final Lanes lanes;
    private final Ledger ledger;
    private final List<Recalled> recalled = new ArrayList<>();
    private final List<Decision> decided = new ArrayList<>();

    Arrivals(Topic<ManifestUpdate> topic, Lanes lanes, Ledger ledger) {
        this.topic = topic;
        this.lanes = lanes;
        this.ledger = ledger;
    }

    void accept(Intake intake, ConsumerRecord<String, byte[]> raw) {
        var at = new Coordinates(raw.topic(), raw.partition(), raw.offset());
        Bulkhead.around(() -> intake.accept(TopicRecord.of(topic, raw)), fault -> {
            intake.progress().read(raw.offset());
            ledger.putAside(fault, at);
        });
    }

    /** To be called when there is nothing more that arrived with what was accepted. */
    void passOn() {
        if (!recalled.isEmpty()) {
            lanes.recall(List.copyOf(recalled));
            recalled.clear();
        }
        if (!decided.isEmpty()) {
            lanes.offer(List.copyOf(decided));
            decided.clear();
        }
    }

    @Override
    public void decided(Decision decision) {
        decided.add(decision);
    }

    @Override
    public void recalled(Recalled before) {
        recalled.add(before);
    }

    @Override
    public void withdrawn(int partition, String manifest) {
        Bulkhead.shared(() -> {
            passOn();
            lanes.cancel(partition, manifest);
        });
    }

    @Override
    public void unreadable(DeadLetter.Code code, Coordinates at) {
        LOG.atWarn()
                .addKeyValue(LogKeys.TOPIC, at.topic())
                .addKeyValue(LogKeys.PARTITION, at.partition())
                .addKeyValue(LogKeys.OFFSET, at.offset())
                .addKeyValue(LogKeys.REASON, code)
                .log("Passing over a record that cannot be read");
        Bulkhead.shared(() -> ledger.putAside(code, at));
    }
}

package io.credstream.audit.answer;

import io.credstream.model.Pin;
import io.credstream.read.TopicRecord;
import java.time.Instant;

/** A pin, and whether it holds. */
public record PinAnswer(TopicRecord.Value<Pin> placed, Status status) {

    /** What became of a pin. */
    public enum Status {
        HOLDS,
        RELEASED,
        EXPIRED
    }

    public static PinAnswer of(TopicRecord.Value<Pin> record, Instant moment) {
        Pin pin = record.value();
        return new PinAnswer(
                record, pin.holds(moment) ? Status.HOLDS : pin.release() == null ? Status.EXPIRED : Status.RELEASED);
    }

    public Pin pin() {
        return placed.value();
    }

    public boolean holds() {
        return status == Status.HOLDS;
    }
}

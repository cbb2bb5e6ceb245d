package io.credstream.processor.streams;

import io.credstream.model.DeadLetter;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record that leaves a stage. Sealed: each kind has a topic of its own. */
public sealed interface Output {

    /**
     * What the stage is there to say.
     *
     * @param bytes within the {@link RecordBudget}; absent for a tombstone
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one record, and compared by nobody
    record Told(byte @Nullable [] bytes) implements Output {}

    /**
     * What the stage could not handle.
     *
     * @param letter absent when it can be handled by now
     */
    record Failed(@Nullable DeadLetter letter) implements Output {}

    /** The value of its record, if it belongs into the stage's own topic. */
    default List<byte @Nullable []> values() {
        return switch (this) {
            case Told(byte[] bytes) -> Collections.singletonList(bytes);
            case Failed failed -> List.of();
        };
    }

    /** The value of its record, if it belongs among the dead letters. */
    default List<@Nullable DeadLetter> letters() {
        return switch (this) {
            case Told told -> List.of();
            case Failed(DeadLetter letter) -> Collections.singletonList(letter);
        };
    }
}

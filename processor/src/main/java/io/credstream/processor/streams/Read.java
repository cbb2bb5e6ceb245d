package io.credstream.processor.streams;

import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import java.util.List;
import org.apache.kafka.streams.KeyValue;

/**
 * A record of an input topic as read. Sealed: what cannot be read has to go somewhere.
 *
 * @param <I> the inputs of a stage
 */
public sealed interface Read<I> {

    /** Where the record stands: the cause of all that follows from it. */
    Coordinates at();

    /** It says something of a key. */
    record Said<I>(I input, String key, Coordinates at) implements Read<I> {}

    /** It says nothing that can be relied on. */
    record Unusable<I>(DeadLetter letter, Coordinates at) implements Read<I> {}

    /** What was said, if anything. */
    default List<Said<I>> said() {
        return switch (this) {
            case Said<I> said -> List.of(said);
            case Unusable<I> unusable -> List.of();
        };
    }

    /** The dead letter with its key, if it is one. */
    static List<KeyValue<String, DeadLetter>> deadLetter(String key, Read<?> read) {
        return switch (read) {
            case Said<?> said -> List.of();
            case Unusable<?>(DeadLetter letter, Coordinates at) -> List.of(KeyValue.pair(at.describe(), letter));
        };
    }
}

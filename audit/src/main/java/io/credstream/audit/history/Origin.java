package io.credstream.audit.history;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import java.time.Instant;
import java.util.Optional;

/** What a change follows from. Sealed, because an audit has to say what it does not know. */
public sealed interface Origin {

    /** As it is written in what follows from it. */
    Cause cause();

    /** When it was recorded, if it was. */
    default Optional<Instant> time() {
        return Optional.empty();
    }

    /** A record. */
    record Fact(Cause cause, Entry entry) implements Origin {
        @Override
        public Optional<Instant> time() {
            return Optional.of(entry.time());
        }
    }

    /** A record that was compacted or cut off since, or is in a topic that is not ours. */
    record NotKept(Coordinates cause) implements Origin {}

    /** An observation or a request: there is no record of it but those that name it. */
    record Named(Cause cause) implements Origin {}
}

package io.credstream.sandbox.api;

import java.time.Duration;
import java.util.Optional;

/** What can be made to go wrong with a request. Sealed, so that the server cannot forget one. */
public sealed interface Fault {

    /** The request is handled later than it came. */
    record Delay(Duration by) implements Fault {}

    /**
     * The request is not handled, and answered with an error.
     *
     * @param retryAfter the {@code Retry-After} header, if any
     */
    record Answer(int status, Optional<Duration> retryAfter) implements Fault {
        /** An error without {@code Retry-After}. */
        public Answer(int status) {
            this(status, Optional.empty());
        }
    }

    /** The request is handled, and its connection closed before the answer. */
    record LostAnswer() implements Fault {}

    /** The request is not handled, and its connection closed. */
    record Disconnect() implements Fault {}
}

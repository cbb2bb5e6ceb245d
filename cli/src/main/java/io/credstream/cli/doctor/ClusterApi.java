package io.credstream.cli.doctor;

import java.io.Serial;
import java.time.Instant;
import java.util.Optional;

/** A cluster, as far as it is looked at. */
interface ClusterApi {

    /**
     * Whether whoever asks may do something.
     *
     * @throws Unanswered if that cannot be asked
     */
    boolean allows(Right right);

    /** What time it is there, to the second; empty if it does not say. */
    Optional<Instant> time();

    /** There was no answer, or one that says nothing of what was asked. */
    final class Unanswered extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int status;

        /** @param status of HTTP, or 0 if nothing came back */
        Unanswered(int status, RuntimeException cause) {
            super(cause);
            this.status = status;
        }

        int status() {
            return status;
        }
    }
}

package io.credstream.topics;

import java.util.Optional;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Who we are, or what we may, according to the brokers: what only somebody else can mend, and can while we wait. */
public final class Refusal {

    private Refusal() {}

    /** What was refused, for a person, if that is what went wrong at the bottom of it. */
    public static Optional<String> in(Throwable trouble) {
        for (Throwable cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return Optional.of("Kafka refuses us: " + cause.getClass().getSimpleName() + ": " + cause.getMessage());
            }
        }
        return Optional.empty();
    }
}

package io.credstream.processor;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a processor is.
 *
 * @param waiting tasks that keep silent, because their inputs as of their beginning have not been processed to the end yet
 * @param detail what is the matter, for a person; absent when nothing is
 */
public record Health(State state, int waiting, @Nullable String detail) {

    public Health {
        Objects.requireNonNull(state);
    }

    /** Whether it does its work. */
    public boolean isReady() {
        return state == State.RUNNING;
    }

    /** Whether it will, without being started anew. */
    public boolean isAlive() {
        return state != State.FAILED && state != State.STOPPED;
    }

    /** States, in the order in which a processor goes through them. */
    public enum State {
        /** Work is being shared out, or state restored. */
        STARTING,
        /** It reads and keeps silent: its outputs would be of the past. */
        CATCHING_UP,
        RUNNING,
        /** Kafka cannot be reached, or refuses; it tries again. */
        TROUBLED,
        /** A bug ended it. */
        FAILED,
        STOPPED
    }
}

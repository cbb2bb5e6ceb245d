package io.credstream.processor;

import io.credstream.processor.streams.Gate;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/** Opens when told to. */
final class ManualGate implements Gate {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Set<TopicPartition> inputs = new HashSet<>();
    private volatile boolean open;

    void open() {
        open = true;
    }

    /** Of the tasks that are on their way through it. */
    synchronized Set<TopicPartition> inputs() {
        return Set.copyOf(inputs);
    }

    @Override
    public synchronized Passage enter(Set<TopicPartition> entering) {
        inputs.addAll(entering);
        return passage(() -> open);
    }

    /** Open when that says so; nobody is told of who came through it. */
    static Passage passage(BooleanSupplier open) {
        return new Passage() {
            @Override
            public boolean isOpen() {
                return open.getAsBoolean();
            }

            @Override
            public boolean isUnheard() {
                return false;
            }

            @Override
            public void passed() {}

            @Override
            public void leave() {}
        };
    }
}

package io.credstream.simulation.service;

import io.credstream.processor.streams.Gate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/** The gate of one task, which opens when the task has processed what there was when it began. */
final class TaskGate implements Gate {

    private final ToLongFunction<TopicPartition> ends;
    private final ToLongFunction<TopicPartition> positions;
    private final boolean unheard;

    /** @param unheard whether nothing that the task ever said can be relied on */
    TaskGate(ToLongFunction<TopicPartition> ends, ToLongFunction<TopicPartition> positions, boolean unheard) {
        this.ends = ends;
        this.positions = positions;
        this.unheard = unheard;
    }

    @Override
    public Passage enter(Set<TopicPartition> inputs) {
        Map<TopicPartition, Long> until = new HashMap<>();
        inputs.forEach(input -> until.put(input, ends.applyAsLong(input)));
        return passage(until);
    }

    @Override
    public Passage reach(Map<TopicPartition, Long> offsets) {
        return passage(offsets);
    }

    private Passage passage(Map<TopicPartition, Long> until) {
        return new Passage() {
            @Override
            public boolean isOpen() {
                return until.entrySet().stream().allMatch(end -> positions.applyAsLong(end.getKey()) >= end.getValue());
            }

            @Override
            public boolean isUnheard() {
                return unheard;
            }

            @Override
            public void passed() {}

            @Override
            public void leave() {}
        };
    }
}

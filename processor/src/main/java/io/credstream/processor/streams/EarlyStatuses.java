package io.credstream.processor.streams;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.processor.streams.BindInput.ClusterGone;
import io.credstream.processor.streams.BindInput.StatusGone;
import io.credstream.processor.streams.BindInput.StatusKnown;
import io.credstream.processor.streams.Gate.Passage;
import io.credstream.processor.streams.Read.Said;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Statuses that say that everything has been listed in a new epoch, when not all of that has been processed here yet: the topics of a
 * task have no order among each other. They wait for the offsets that they name.
 */
final class EarlyStatuses {

    private record Early(Said<BindInput> said, Passage passage) {}

    private final Gate gate;
    private final Topics topics;
    private final int partition;
    private final Map<String, Early> early = new TreeMap<>();
    private final Map<String, Instant> reached = new HashMap<>();

    /** @param partition of the task, and so of all its topics */
    EarlyStatuses(Gate gate, Topics topics, int partition) {
        this.gate = gate;
        this.topics = topics;
        this.partition = partition;
    }

    /** A status that was known when the task began: it does not speak before its gate opens, and then all of it is processed. */
    void restored(ClusterStatus status) {
        if (status.isBindable() && status.epoch() != null) {
            reached.put(status.cluster(), status.epoch().begun());
        }
    }

    /** Whether an input is a status that has to wait. What it says of a cluster takes the place of what waited before. */
    boolean hold(Said<BindInput> said) {
        switch (said.input()) {
            case StatusKnown(ClusterStatus status) -> {
                forget(status.cluster());
                Epoch epoch = status.epoch();
                if (epoch == null || !status.isBindable()) {
                    reached.remove(status.cluster());
                } else if (!epoch.begun().equals(reached.get(status.cluster()))) {
                    Passage passage = gate.reach(Map.of(
                            new TopicPartition(topics.credentials().name(), partition), epoch.credentials(),
                            new TopicPartition(topics.templates().name(), partition), epoch.templates()));
                    early.put(status.cluster(), new Early(said, passage));
                }
            }
            case StatusGone(String cluster) -> gone(cluster);
            case ClusterGone(String cluster) -> gone(cluster);
            default -> {}
        }
        return said.input() instanceof StatusKnown(ClusterStatus status) && early.containsKey(status.cluster());
    }

    /** Takes out those that need not wait any longer. */
    List<Said<BindInput>> due() {
        List<Said<BindInput>> due = new ArrayList<>();
        early.values().removeIf(waiting -> {
            boolean open = waiting.passage().isOpen();
            if (open && waiting.said().input() instanceof StatusKnown(ClusterStatus status)) {
                waiting.passage().passed();
                restored(status);
                due.add(waiting.said());
            }
            return open;
        });
        return due;
    }

    void end() {
        List.copyOf(early.keySet()).forEach(this::forget);
    }

    private void gone(String cluster) {
        reached.remove(cluster);
        forget(cluster);
    }

    private void forget(String cluster) {
        Early before = early.remove(cluster);
        if (before != null) {
            before.passage().leave();
        }
    }
}

package io.credstream.processor.streams;

import io.credstream.topics.Topic;
import io.credstream.topics.Topic.Partitioning;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends records where their topic says that they belong; to every partition of one that is broadcast. */
public final class TopicPartitioner<V> implements StreamPartitioner<String, V> {

    private final Topic<?> topic;

    public TopicPartitioner(Topic<?> topic) {
        this.topic = topic;
    }

    @Override
    public Optional<Set<Integer>> partitions(String name, String key, V value, int partitions) {
        return Optional.of(
                topic.partitioning() == Partitioning.BROADCAST
                        ? IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet())
                        : Set.of(topic.partition(key, partitions)));
    }
}

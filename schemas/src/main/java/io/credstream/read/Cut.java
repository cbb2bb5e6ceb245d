package io.credstream.read;

import io.credstream.topics.Topic;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * A line through the log: everything before it on one side, everything after it on the other.
 *
 * @param offsets for each partition that of the first record after the line; a partition that is missing has none before it
 */
public record Cut(SortedMap<TopicPartition, Long> offsets) {

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    /** Before everything. */
    public static final Cut START = of(Map.of());

    public Cut {
        offsets = Collections.unmodifiableSortedMap(sorted(offsets));
    }

    /** A line at the offsets. */
    public static Cut of(Map<TopicPartition, Long> offsets) {
        return new Cut(sorted(offsets));
    }

    /** The offset of the first record after the line. */
    public long offset(TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }

    /** The same line, as far as it goes through some topics. */
    public Cut of(Collection<? extends Topic<?>> topics) {
        Set<String> names = topics.stream().map(Topic::name).collect(Collectors.toSet());
        SortedMap<TopicPartition, Long> some = sorted(offsets);
        some.keySet().removeIf(partition -> !names.contains(partition.topic()));
        return new Cut(some);
    }

    /** The same line, as far as it goes through the partitions in which some keys are; it has to go through all of the topics'. */
    public Cut of(Collection<? extends Topic<?>> topics, Collection<String> keys) {
        SortedMap<TopicPartition, Long> some = sorted(Map.of());
        for (Topic<?> topic : topics) {
            int partitions = of(List.of(topic)).offsets.size();
            if (partitions > 0) {
                keys.stream()
                        .map(key -> new TopicPartition(topic.name(), topic.partition(key, partitions)))
                        .forEach(partition -> some.put(partition, offset(partition)));
            }
        }
        return new Cut(some);
    }

    private static SortedMap<TopicPartition, Long> sorted(Map<TopicPartition, Long> offsets) {
        SortedMap<TopicPartition, Long> sorted = new TreeMap<>(ORDER);
        sorted.putAll(offsets);
        return sorted;
    }
}

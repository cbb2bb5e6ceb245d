package io.credstream.topics;

import io.credstream.topics.Topic.CoPartitioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Whether topics that meet in one task have equally many partitions. Keys are divided by that number, so a record in a topic with
 * another one is read by a task that does not know the rest, and nothing says so.
 */
public final class PartitionCounts {

    private PartitionCounts() {}

    /**
     * Returns if a writer may go by these numbers.
     *
     * @param groups those that the writer is concerned with
     * @param partitions of a topic by its name; 0 if it does not exist
     * @throws UnfitTopicsException if topics do not fit together
     */
    public static void requireEven(Topics topics, Set<CoPartitioned> groups, ToIntFunction<String> partitions) {
        Map<String, Integer> counts = new HashMap<>();
        topics.all().stream()
                .filter(topic -> groups.contains(topic.coPartitioned()))
                .map(Topic::name)
                .forEach(name -> counts.put(name, partitions.applyAsInt(name)));
        counts.values().removeIf(count -> count == 0);
        List<TopicDifference> uneven = uneven(topics, counts);
        if (!uneven.isEmpty()) {
            throw new UnfitTopicsException(
                    uneven.stream().map(TopicDifference::describe).toList());
        }
    }

    /** The topics that differ from the rest of their group, in the order of the topics. */
    static List<TopicDifference> uneven(Topics topics, Map<String, Integer> counts) {
        List<TopicDifference> differences = new ArrayList<>();
        for (Topic<?> topic : topics.all()) {
            Integer is = counts.get(topic.name());
            Optional<Integer> shouldBe = ofGroup(topics, topic.coPartitioned(), counts);
            if (is != null && shouldBe.isPresent() && !is.equals(shouldBe.get())) {
                differences.add(new TopicDifference.OtherPartitions(topic.name(), is, shouldBe.get()));
            }
        }
        return differences;
    }

    /**
     * The number that most topics of a group have; of two that are equally frequent the smaller one, for partitions are only ever
     * added. Empty if there is none, or they stand alone.
     */
    static Optional<Integer> ofGroup(Topics topics, CoPartitioned group, Map<String, Integer> counts) {
        if (group == CoPartitioned.ALONE) {
            return Optional.empty();
        }
        Map<Integer, Long> frequency = topics.all().stream()
                .filter(topic -> topic.coPartitioned() == group)
                .flatMap(topic -> Optional.ofNullable(counts.get(topic.name())).stream())
                .collect(Collectors.groupingBy(count -> count, Collectors.counting()));
        return frequency.entrySet().stream()
                .max(Map.Entry.<Integer, Long>comparingByValue()
                        .thenComparing(Map.Entry.<Integer, Long>comparingByKey().reversed()))
                .map(Map.Entry::getKey);
    }
}

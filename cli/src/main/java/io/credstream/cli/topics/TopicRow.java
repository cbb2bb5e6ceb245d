package io.credstream.cli.topics;

import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.text.Durations;
import io.credstream.cli.text.Words;
import io.credstream.topics.Topic;
import io.credstream.topics.Topic.CoPartitioned;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** A topic as it has to be. */
record TopicRow(
        @Documented("its name") String topic,
        @Documented("how many") int partitions,

        @Documented("how many, if there are as many brokers")
        int replicas,

        @Documented("cleanup.policy") String cleanup,
        @Documented("what of it is kept, in words") String keeps,

        @Documented("which part of a key decides on the partition: WholeKey, Cluster, or Broadcast for all of them")
        String partitionedBy,

        @Documented("topics with the same name here have to have equally many partitions; null for none") @Nullable
        String together,

        @Documented("what its values are") String holds,
        @Documented("its configuration") Map<String, String> settings) {

    static final List<Column<TopicRow>> COLUMNS = List.of(
            Column.of("TOPIC", TopicRow::topic),
            Column.of("PARTITIONS", row -> "" + row.partitions()),
            Column.of("REPLICAS", row -> "" + row.replicas()),
            Column.of("CLEANUP", TopicRow::cleanup),
            Column.of("KEEPS", TopicRow::keeps),
            Column.wide("PARTITIONED-BY", TopicRow::partitionedBy),
            Column.wide("TOGETHER", TopicRow::together),
            Column.wide("HOLDS", TopicRow::holds),
            Column.wide(
                    "SETTINGS",
                    row -> row.settings().entrySet().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(","))));

    static TopicRow of(Topic<?> topic, NewTopic wanted, Duration window) {
        return new TopicRow(
                topic.name(),
                wanted.numPartitions(),
                wanted.replicationFactor(),
                String.valueOf(wanted.configs().get(TopicConfig.CLEANUP_POLICY_CONFIG)),
                keeps(topic, wanted, window),
                Words.joined(topic.partitioning()),
                topic.coPartitioned() == CoPartitioned.ALONE ? null : Words.joined(topic.coPartitioned()),
                topic.type().getSimpleName(),
                new TreeMap<>(wanted.configs()));
    }

    private static String keeps(Topic<?> topic, NewTopic wanted, Duration window) {
        return switch (topic.retention()) {
            case HISTORY -> "everything for " + Durations.rough(window) + ", the latest of each key for ever";
            case LATEST -> "the latest of each key for ever";
            case MONTH ->
                "everything for "
                        + Durations.rough(Duration.ofMillis(
                                Long.parseLong(wanted.configs().get(TopicConfig.RETENTION_MS_CONFIG))));
        };
    }
}

package io.credstream.hostile;

import io.credstream.guarantee.TestFleet;
import io.credstream.model.ClusterStatus;
import io.credstream.model.DeadLetter;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What the topics say, followed from their beginning: whatever an operator could know. Not thread-safe. */
final class Seen implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final Consumer<String, byte[]> consumer;
    private final Topics topics;
    private final Map<String, ClusterStatus> statuses = new HashMap<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final Map<String, Set<String>> keys = new TreeMap<>();

    Seen(TestFleet world) {
        topics = world.topics();
        consumer = world.kafka().consumer(Map.of());
        List<Topic<?>> followed = List.of(
                topics.clusterStatus(),
                topics.deadLetters(),
                topics.clusters(),
                topics.credentials(),
                topics.templates(),
                topics.manifests(),
                topics.inventory());
        Collection<TopicPartition> partitions = followed.stream()
                .flatMap(topic -> IntStream.range(0, TestFleet.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what has come in. */
    Seen now() {
        for (var records = consumer.poll(POLL); !records.isEmpty(); records = consumer.poll(POLL)) {
            records.forEach(this::add);
        }
        return this;
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        if (record.topic().equals(topics.clusterStatus().name())) {
            if (TopicRecord.of(topics.clusterStatus(), record)
                    instanceof TopicRecord.Value<ClusterStatus>(var key, var value, var at, var time)) {
                statuses.put(key, value);
            }
        } else if (record.topic().equals(topics.deadLetters().name())) {
            if (TopicRecord.of(topics.deadLetters(), record)
                    instanceof TopicRecord.Value<DeadLetter>(var key, var value, var at, var time)) {
                deadLetters.add(value);
            }
        } else if (record.value() == null) {
            keysOf(record).remove(record.key());
        } else {
            keysOf(record).add(record.key());
        }
    }

    private Set<String> keysOf(ConsumerRecord<String, byte[]> record) {
        return keys.computeIfAbsent(record.topic(), first -> new TreeSet<>());
    }

    Optional<ClusterStatus> status(String cluster) {
        return Optional.ofNullable(statuses.get(cluster));
    }

    /** The state in a word, or that there is none. */
    String condition(String cluster) {
        return status(cluster).map(status -> status.condition().name()).orElse("none");
    }

    int deadLetterCount() {
        return deadLetters.size();
    }

    /** The codes of dead letters since there were so many. */
    Set<String> deadLettersSince(int count) {
        Set<String> codes = new TreeSet<>();
        deadLetters
                .subList(count, deadLetters.size())
                .forEach(letter -> codes.add(letter.code().name()));
        return codes;
    }

    /** The keys of what is there, of the clusters that are asked for, by topic. */
    Map<String, Set<String>> keysOf(Set<String> clusters) {
        Map<String, Set<String>> of = new TreeMap<>();
        keys.forEach((topic, all) -> {
            Set<String> theirs = new TreeSet<>();
            all.stream().filter(key -> clusters.contains(key.split("/", 2)[0])).forEach(theirs::add);
            of.put(topic, theirs);
        });
        return of;
    }

    /** The clusters of which anything is there. */
    Set<String> clusters() {
        Set<String> clusters = new TreeSet<>();
        keys.values().forEach(all -> all.forEach(key -> clusters.add(key.split("/", 2)[0])));
        return clusters;
    }

    @Override
    public void close() {
        consumer.close();
    }
}

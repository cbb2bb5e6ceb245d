package io.credstream.processor.streams;

import io.credstream.observe.LogKeys;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which offsets a consumer believes, and the proofs in those that it commits. Those of a partition that is read from the beginning get
 * none until its task has caught up and said everything: whoever takes the task over before that begins at the beginning, too.
 *
 * <p>Changed by the consumer's thread; questions that say so may come from any.
 */
final class Trust {

    private static final Logger LOG = LoggerFactory.getLogger(Trust.class);

    private final BiConsumer<String, Doubt> onDoubt;
    private final Map<TopicPartition, Doubt> doubts = new ConcurrentHashMap<>();
    private final Set<TopicPartition> unheard = ConcurrentHashMap.newKeySet();
    private final Set<TopicPartition> uncommitted = ConcurrentHashMap.newKeySet();
    private final Set<TopicPartition> unproven = new HashSet<>();
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    private @Nullable TopicIds topics;

    /** @param onDoubt told the topic of each partition that is read again, and why */
    Trust(BiConsumer<String, Doubt> onDoubt) {
        this.onDoubt = onDoubt;
    }

    /**
     * The consumer begins with these partitions.
     *
     * @param now the topics that there are
     * @param found what is committed of them; no entry or null where nothing is
     * @param ends of those with a commit
     * @return those that it has to read from the beginning
     * @throws StartOver if the topics are no longer those that it began with, or not all there
     */
    Set<TopicPartition> begin(
            Collection<TopicPartition> partitions,
            TopicIds now,
            Map<TopicPartition, @Nullable OffsetAndMetadata> found,
            Map<TopicPartition, Long> ends) {
        check(now.ids());
        if (!now.missing().isEmpty()) {
            throw new StartOver("topics are missing: " + String.join(", ", now.missing()));
        }
        topics = topics == null ? now : topics;
        Set<TopicPartition> again = new HashSet<>();
        for (TopicPartition partition : partitions) {
            forget(partition);
            OffsetAndMetadata commit = found.get(partition);
            if (commit == null) {
                uncommitted.add(partition);
                unproven.add(partition);
                continue;
            }
            Doubt doubt = Proof.against(commit, partition.topic(), now, ends.getOrDefault(partition, Long.MAX_VALUE));
            if (doubt != null) {
                doubts.put(partition, doubt);
                unproven.add(partition);
                again.add(partition);
                onDoubt.accept(partition.topic(), doubt);
            }
            if (!now.isHeard(commit)) {
                unheard.add(partition);
            }
        }
        say(again);
        return again;
    }

    /** @throws StartOver if the topics of a later time are not those that the consumer began with */
    void check(Map<String, Uuid> later) {
        Optional<StartOver> end = topics == null ? Optional.empty() : topics.endedBy(later);
        if (end.isPresent()) {
            throw end.get();
        }
    }

    /** What Kafka Streams is to know of commits: nothing of those that are not believed, and no proofs. */
    Map<TopicPartition, OffsetAndMetadata> believed(Map<TopicPartition, @Nullable OffsetAndMetadata> found) {
        Map<TopicPartition, @Nullable OffsetAndMetadata> believed = new HashMap<>();
        found.forEach((partition, commit) -> {
            boolean doubted = doubts.containsKey(partition) && !committed.containsKey(partition);
            believed.put(partition, commit == null || doubted ? null : Proof.without(commit));
        });
        return nullable(believed);
    }

    /**
     * What to commit in place of what Kafka Streams commits, after everything that was said until now has been acknowledged.
     *
     * @param caughtUp tells whether the task of a partition has caught up and said everything
     */
    Map<TopicPartition, OffsetAndMetadata> proven(
            Map<TopicPartition, OffsetAndMetadata> commits, Predicate<TopicPartition> caughtUp) {
        committed.putAll(commits);
        Map<TopicPartition, OffsetAndMetadata> proven = new HashMap<>();
        TopicIds known = topics;
        commits.forEach((partition, commit) -> proven.put(
                partition,
                known == null || (unproven.contains(partition) && !caughtUp.test(partition))
                        ? commit
                        : proven(known, partition, commit)));
        if (known != null) {
            Set<TopicPartition> ready = new HashSet<>(unproven);
            ready.removeIf(partition -> !caughtUp.test(partition) || !committed.containsKey(partition));
            ready.forEach(partition ->
                    proven.put(partition, proven(known, partition, Objects.requireNonNull(committed.get(partition)))));
        }
        return proven;
    }

    /** What was {@link #proven} has been committed. */
    void settle(Predicate<TopicPartition> caughtUp) {
        unproven.removeIf(partition -> caughtUp.test(partition) && committed.containsKey(partition));
        doubts.keySet().removeIf(partition -> caughtUp.test(partition) && committed.containsKey(partition));
    }

    /** Partitions whose tasks have caught up, and which held nothing that Kafka Streams would commit; so the old commit still stands. */
    Set<TopicPartition> stale(Predicate<TopicPartition> caughtUp) {
        if (doubts.isEmpty()) {
            return Set.of();
        }
        return doubts.keySet().stream()
                .filter(partition -> caughtUp.test(partition) && !committed.containsKey(partition))
                .collect(Collectors.toSet());
    }

    void retain(Set<TopicPartition> own) {
        doubts.keySet().retainAll(own);
        unheard.retainAll(own);
        uncommitted.retainAll(own);
        unproven.retainAll(own);
        committed.keySet().retainAll(own);
    }

    /** Which partitions are read again, and why. Safe for use by any thread. */
    Map<TopicPartition, Doubt> doubts() {
        return Map.copyOf(doubts);
    }

    /**
     * Whether what the task with these inputs said may be in no topic any more, although it remembers that it said it. Safe for use
     * by any thread.
     */
    boolean isUnheard(Set<TopicPartition> inputs) {
        return inputs.stream().anyMatch(unheard::contains) || uncommitted.containsAll(inputs);
    }

    private void forget(TopicPartition partition) {
        doubts.remove(partition);
        unheard.remove(partition);
        uncommitted.remove(partition);
        unproven.remove(partition);
        committed.remove(partition);
    }

    /** Once for each topic and reason. */
    private void say(Set<TopicPartition> again) {
        record Told(String topic, Doubt reason) {}
        again.stream()
                .collect(Collectors.groupingBy(
                        partition -> new Told(partition.topic(), Objects.requireNonNull(doubts.get(partition))),
                        Collectors.mapping(TopicPartition::partition, Collectors.toCollection(TreeSet::new))))
                .forEach((told, partitions) -> LOG.atWarn()
                        .addKeyValue(LogKeys.TOPIC, told.topic())
                        .addKeyValue(LogKeys.PARTITION, partitions)
                        .addKeyValue(LogKeys.REASON, told.reason().text())
                        .log("Partitions are read again from their beginning"));
    }

    private static OffsetAndMetadata proven(TopicIds topics, TopicPartition partition, OffsetAndMetadata commit) {
        return new OffsetAndMetadata(
                commit.offset(),
                commit.leaderEpoch(),
                topics.proof(partition.topic(), commit.offset()).before(commit.metadata()));
    }

    @SuppressWarnings("NullAway") // as Kafka has it: null where nothing is committed
    private static Map<TopicPartition, OffsetAndMetadata> nullable(
            Map<TopicPartition, @Nullable OffsetAndMetadata> map) {
        return map;
    }
}

package io.credstream.processor.streams;

import io.credstream.observe.Loops;
import io.credstream.read.SkippedRecords;
import io.credstream.read.WaitingPartitions;
import io.credstream.topics.Topic;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * The gate of a running processor: opens for a task when the consumer that feeds it has reached the ends of its inputs and what
 * it handed over was committed, and so processed.
 *
 * <p>Offsets of records alone cannot tell: transaction markers and aborted records take offsets and never arrive, and what never
 * arrives is never committed either. So the consumer itself is asked: it knows its position, which passes over them, and the
 * last stable offset, both without waiting for a broker. That is why the clients of Kafka Streams are made here.
 */
public final class CatchUp implements Gate, KafkaClientSupplier {

    private final Map<TopicPartition, Approach> approaches = new ConcurrentHashMap<>();
    private final Set<Approach> further = ConcurrentHashMap.newKeySet();
    private final Set<Way> waiting = ConcurrentHashMap.newKeySet();
    private final Set<WatchedConsumer> consumers = ConcurrentHashMap.newKeySet();
    private final Set<TopicPartition> through = ConcurrentHashMap.newKeySet();
    private final List<? extends Topic<?>> known;
    private final SkippedRecords skipped;
    private final WatchedTopics topics;
    private final BiConsumer<String, Doubt> onDoubt;
    private final Loops loops;

    /**
     * @param known topics a partition of which waits where only a newer build can read on
     * @param skipped records for which none waits
     * @param topics that there are
     * @param onDoubt told the topic of each partition that is read again from its beginning, and why
     * @param loops of the processor; each consumer is the loop of its stream thread
     */
    public CatchUp(
            List<? extends Topic<?>> known,
            SkippedRecords skipped,
            WatchedTopics topics,
            BiConsumer<String, Doubt> onDoubt,
            Loops loops) {
        this.known = List.copyOf(known);
        this.skipped = skipped;
        this.topics = topics;
        this.onDoubt = onDoubt;
        this.loops = loops;
    }

    @Override
    public Passage enter(Set<TopicPartition> inputs) {
        boolean unheard =
                consumers.stream().anyMatch(consumer -> consumer.trust().isUnheard(inputs));
        Way way = new Way(inputs.stream().map(Approach::new).toList(), unheard);
        through.removeAll(inputs);
        way.approaches().forEach(approach -> approaches.put(approach.partition(), approach));
        waiting.add(way);
        return way;
    }

    /** What is read again from the beginning, and why, for a person. */
    public List<String> again() {
        Map<String, Set<TopicPartition>> partitions = new TreeMap<>();
        consumers.forEach(consumer -> consumer.trust()
                .doubts()
                .forEach((partition, doubt) -> partitions
                        .computeIfAbsent(
                                partition.topic() + " is read again from the beginning: " + doubt.text(),
                                text -> new HashSet<>())
                        .add(partition)));
        return partitions.entrySet().stream()
                .map(entry -> entry.getKey() + " (" + entry.getValue().size() + " partitions)")
                .toList();
    }

    WatchedTopics topics() {
        return topics;
    }

    /** Whether the task of the partition has caught up and said everything. */
    boolean isThrough(TopicPartition partition) {
        return through.contains(partition);
    }

    @Override
    public Passage reach(Map<TopicPartition, Long> offsets) {
        List<Approach> begun = offsets.entrySet().stream()
                .map(offset -> new Approach(offset.getKey(), offset.getValue()))
                .toList();
        further.addAll(begun);
        return new Passage() {
            @Override
            public boolean isOpen() {
                return begun.stream().allMatch(Approach::hasArrived);
            }

            @Override
            public boolean isUnheard() {
                return false;
            }

            @Override
            public void passed() {
                leave();
            }

            @Override
            public void leave() {
                begun.forEach(further::remove);
            }
        };
    }

    /** How many tasks keep silent. */
    public int waiting() {
        return waiting.size();
    }

    /** What partitions wait for, for a person. */
    public List<String> newer() {
        return consumers.stream()
                .flatMap(consumer -> consumer.waiting().reasons().stream())
                .sorted()
                .toList();
    }

    void closed(WatchedConsumer consumer) {
        consumers.remove(consumer);
    }

    /** The consumer has moved or committed. */
    void moved(WatchedConsumer consumer) {
        approaches.values().forEach(approach -> {
            if (approach.hasArrived(consumer)) {
                approaches.remove(approach.partition(), approach);
            }
        });
        further.removeIf(approach -> approach.hasArrived(consumer));
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        WatchedConsumer consumer =
                new WatchedConsumer(config, this, new WaitingPartitions(known, skipped), new Trust(onDoubt), loops);
        consumers.add(consumer);
        return consumer;
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    /** Of one task; each is itself alone. */
    private final class Way implements Passage {
        private final List<Approach> begun;
        private final boolean unheard;

        Way(List<Approach> begun, boolean unheard) {
            this.begun = begun;
            this.unheard = unheard;
        }

        List<Approach> approaches() {
            return begun;
        }

        @Override
        public boolean isOpen() {
            return begun.stream().allMatch(Approach::hasArrived);
        }

        @Override
        public boolean isUnheard() {
            return unheard;
        }

        @Override
        public void passed() {
            begun.forEach(approach -> through.add(approach.partition()));
            forget();
        }

        @Override
        public void leave() {
            begun.forEach(approach -> through.remove(approach.partition()));
            forget();
        }

        private void forget() {
            begun.forEach(approach -> approaches.remove(approach.partition(), approach));
            waiting.remove(this);
        }
    }
}

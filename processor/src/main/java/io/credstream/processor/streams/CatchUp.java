package io.credstream.processor.streams;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    private final Set<Way> waiting = ConcurrentHashMap.newKeySet();

    @Override
    public Passage enter(Set<TopicPartition> inputs) {
        Way way = new Way(inputs.stream().map(Approach::new).toList());
        way.approaches().forEach(approach -> approaches.put(approach.partition(), approach));
        waiting.add(way);
        return way;
    }

    /** How many tasks keep silent. */
    public int waiting() {
        return waiting.size();
    }

    /** The consumer has moved or committed. */
    void moved(WatchedConsumer consumer) {
        approaches.values().forEach(approach -> {
            if (approach.hasArrived(consumer)) {
                approaches.remove(approach.partition(), approach);
            }
        });
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new WatchedConsumer(config, this);
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

        Way(List<Approach> begun) {
            this.begun = begun;
        }

        List<Approach> approaches() {
            return begun;
        }

        @Override
        public boolean isOpen() {
            return begun.stream().allMatch(Approach::hasArrived);
        }

        @Override
        public void leave() {
            begun.forEach(approach -> approaches.remove(approach.partition(), approach));
            waiting.remove(this);
        }
    }
}

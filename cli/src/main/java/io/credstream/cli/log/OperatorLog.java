package io.credstream.cli.log;

import io.credstream.cli.output.Progress;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.topics.PartitionCounts;
import io.credstream.topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** The topics {@code pins} and {@code orders}, as operators write them. */
public final class OperatorLog implements AutoCloseable {

    private final KafkaSettings kafka;
    private final Producer<String, byte[]> producer;

    private OperatorLog(KafkaSettings kafka, Producer<String, byte[]> producer) {
        this.kafka = kafka;
        this.producer = producer;
    }

    /** Throws a {@link io.credstream.cli.Failure} if there is no broker. */
    public static OperatorLog open(KafkaSettings kafka) throws InterruptedException {
        return new OperatorLog(kafka, Brokers.impatient(kafka).producer(Map.of()));
    }

    /** Says pins, each acknowledged before the next. What a failure leaves out can be said again. */
    public void say(List<Pin> pins, @Nullable Rate rate) throws InterruptedException {
        Topic<Pin> topic = kafka.topics().pins();
        long start = System.nanoTime();
        try (Progress progress = Progress.start("Writing " + topic.name())) {
            for (int i = 0; i < pins.size(); i++) {
                if (rate != null) {
                    TimeUnit.NANOSECONDS.sleep(start + rate.of(i).toNanos() - System.nanoTime());
                }
                send(topic, pins.get(i).key(), pins.get(i));
                progress.step();
            }
        }
    }

    /** Gives an order, to whoever has to hear it. */
    public void say(Order order) throws InterruptedException {
        send(kafka.topics().orders(), order.key(), order);
    }

    private <V extends Record> void send(Topic<V> topic, String key, V value) throws InterruptedException {
        PartitionCounts.requireEven(
                kafka.topics(),
                Set.of(topic.coPartitioned()),
                name -> producer.partitionsFor(name).size());
        int partitions = producer.partitionsFor(topic.name()).size();
        try {
            for (ProducerRecord<String, byte[]> record : topic.records(key, value, partitions)) {
                producer.send(record).get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}

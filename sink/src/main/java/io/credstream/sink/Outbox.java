package io.credstream.sink;

import io.credstream.model.ApplyReport;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.Order;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Where reports, blown fuses and dead letters go. Thread-safe.
 *
 * <p>The producer is told to try for ever; what it gives up nevertheless is a bug, or a right that is missing, and ends the
 * sink: without a report a decision is not settled, and nobody would notice.
 */
final class Outbox implements AutoCloseable {

    /** Patience without end: as long as there is no broker, there is nothing else to do. */
    static final Map<String, Object> PRODUCER_SETTINGS = Map.of(
            ProducerConfig.CLIENT_ID_CONFIG,
            "credstream-sink",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            Integer.MAX_VALUE,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            Integer.MAX_VALUE);

    private static final String SERVICE = "sink";
    private static final long POLL_MILLIS = 5;

    private final Producer<String, byte[]> producer;
    private final Topics topics;
    private final Map<Topic<?>, Integer> partitions;
    private final Consumer<Throwable> onFailure;
    private final AtomicLong underway = new AtomicLong();

    Outbox(Producer<String, byte[]> producer, Topics topics, Consumer<Throwable> onFailure) {
        this.producer = producer;
        this.topics = topics;
        this.onFailure = onFailure;
        this.partitions = Stream.of(topics.applyReports(), topics.orders(), topics.deadLetters())
                .collect(Collectors.toMap(
                        Function.identity(),
                        topic -> producer.partitionsFor(topic.name()).size()));
    }

    /** {@code then} runs when the brokers have it. */
    void report(ApplyReport report, Runnable then) {
        send(topics.applyReports(), report.manifest().key(), report, then);
    }

    /** {@code then} runs when the brokers have it. */
    void deadLetter(DeadLetter.Code code, Coordinates at, Runnable then) {
        send(topics.deadLetters(), at.describe(), new DeadLetter(SERVICE, code, null, at), then);
    }

    /** To whoever has to hear it. */
    void order(Order order) {
        send(topics.orders(), order.key(), order, () -> {});
    }

    /** Whether the brokers have everything, at the latest after this time. */
    boolean awaitSent(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (underway.get() > 0 && System.nanoTime() < end) {
            Thread.sleep(POLL_MILLIS);
        }
        return underway.get() == 0;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    private <V extends Record> void send(Topic<V> topic, String key, V value, Runnable then) {
        topic.records(key, value, partitions.getOrDefault(topic, 1)).forEach(record -> send(record, then));
    }

    private void send(ProducerRecord<String, byte[]> message, Runnable then) {
        underway.incrementAndGet();
        try {
            // The callback says all that the future would.
            var unused = producer.send(message, (metadata, failure) -> {
                underway.decrementAndGet();
                if (failure == null) {
                    then.run();
                } else {
                    onFailure.accept(failure);
                }
            });
        } catch (InterruptException e) {
            // We are being closed; what is not reported is not settled, and comes again.
            underway.decrementAndGet();
            Thread.currentThread().interrupt();
        }
    }
}

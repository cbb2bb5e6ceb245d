package io.credstream.sink.report;

import io.credstream.model.ApplyReport;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.Order;
import io.credstream.observe.LogKeys;
import io.credstream.topics.PartitionCounts;
import io.credstream.topics.Topic;
import io.credstream.topics.Topic.CoPartitioned;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of reports, blown fuses and dead letters to Kafka, in order, on a thread of its own, so that no lane waits for a
 * broker. Thread-safe.
 *
 * <p>Nothing is given up that the brokers could ever take: when they refuse or fail, everything without an acknowledgement is
 * kept, a new producer is made after a while, and {@link #trouble()} says why. What they could never take, because of the record
 * itself, is put aside, and stands in nobody's way.
 */
public final class Outbox implements AutoCloseable {

    /** The producer tries as long as there is no broker; there is nothing else to do. */
    public static final Map<String, Object> PRODUCER_SETTINGS = Map.of(
            ProducerConfig.CLIENT_ID_CONFIG,
            "credstream-sink",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            Integer.MAX_VALUE,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            Integer.MAX_VALUE);

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final String SERVICE = "sink";

    private final Supplier<Producer<String, byte[]>> producers;
    private final Topics topics;
    private final Duration pause;
    private final Consumer<Throwable> bugs;
    private final Mailbox mailbox = new Mailbox();
    private final Thread thread;

    /**
     * @param producers makes one, again after each failure
     * @param pause before everything is tried again
     * @param bugs told of what is wrong with the sink itself
     */
    public Outbox(
            Supplier<Producer<String, byte[]>> producers, Topics topics, Duration pause, Consumer<Throwable> bugs) {
        this.producers = producers;
        this.topics = topics;
        this.pause = pause;
        this.bugs = bugs;
        this.thread = Thread.ofPlatform().name("sink-outbox").daemon().start(this::run);
    }

    /** {@code then} runs when the brokers have it. */
    void report(ApplyReport report, Coordinates at, Runnable then) {
        mailbox.add(message(
                topics.applyReports(),
                report.key(),
                report,
                then,
                letter(DeadLetter.Code.INVALID_KEY, null, at, then)));
    }

    /** {@code then} runs when the brokers have it. */
    void deadLetter(DeadLetter.Code code, @Nullable String object, Coordinates at, Runnable then) {
        mailbox.add(letter(code, object, at, then));
    }

    /** To whoever has to hear it. */
    void order(Order order) {
        mailbox.add(message(topics.orders(), order.key(), order, () -> {}, null));
    }

    /** Why the brokers do not have what they should have by now; empty if all is well. */
    public Optional<String> trouble() {
        return mailbox.trouble();
    }

    /** Since when the oldest of what the brokers should have has waited, as {@link System#nanoTime} has it. */
    public OptionalLong oldest() {
        return mailbox.oldest();
    }

    /** Whether the brokers have everything, at the latest after this time. */
    public boolean awaitSent(Duration limit) throws InterruptedException {
        return mailbox.awaitEmpty(limit);
    }

    /** At once; what is not reported is not settled, and comes again. */
    @Override
    public void close() {
        mailbox.close();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Message letter(DeadLetter.Code code, @Nullable String object, Coordinates at, Runnable then) {
        return message(topics.deadLetters(), at.describe(), new DeadLetter(SERVICE, code, object, at), then, null);
    }

    private static <V extends Record> Message message(
            Topic<V> topic, String key, V value, Runnable then, @Nullable Message substitute) {
        return new Message(topic, partitions -> topic.records(key, value, partitions), then, substitute);
    }

    private void run() {
        try {
            while (!mailbox.isClosed()) {
                deliver();
                mailbox.pauseAfterFailure(pause);
            }
        } catch (InterruptedException | InterruptException e) {
            // Closed; the sink that waits for us knows.
        } catch (RuntimeException | Error bug) {
            bugs.accept(bug);
        }
    }

    /** Returns when the producer is of no further use. */
    private void deliver() throws InterruptedException {
        Producer<String, byte[]> producer = null;
        try {
            producer = producers.get();
            for (Message next = mailbox.next(); next != null; next = mailbox.next()) {
                send(producer, next);
            }
        } catch (InterruptException closing) {
            throw closing;
        } catch (KafkaException e) {
            mailbox.failed(e);
        } finally {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            mailbox.takeBack();
        }
    }

    /** The producer knows how many partitions there are, also of a topic that was made anew. */
    private void send(Producer<String, byte[]> producer, Message message) {
        int count = partitions(producer, message.topic);
        List<ProducerRecord<String, byte[]>> records;
        try {
            records = message.records(count);
        } catch (RuntimeException unencodable) {
            putAside(message, unencodable);
            return;
        }
        mailbox.sent(message, records.size());
        for (ProducerRecord<String, byte[]> record : records) {
            // The callback says all that the future would.
            var unused = producer.send(record, (metadata, refused) -> answered(message, refused));
        }
    }

    /** A report that lies where the processor does not look for it would be lost: rather it waits until topics fit together. */
    private int partitions(Producer<String, byte[]> producer, Topic<?> topic) {
        PartitionCounts.requireEven(
                topics,
                Set.of(CoPartitioned.BY_MANIFEST),
                name -> producer.partitionsFor(name).size());
        return producer.partitionsFor(topic.name()).size();
    }

    private void answered(Message message, @Nullable Exception refused) {
        try {
            if (refused == null) {
                mailbox.acknowledged(message);
            } else if (Message.isFaultOfRecord(refused)) {
                putAside(message, refused);
            } else {
                mailbox.failed(refused instanceof KafkaException e ? e : new KafkaException(refused));
            }
        } catch (RuntimeException | Error bug) {
            bugs.accept(bug);
        }
    }

    /** The record itself is at fault, and always will be. */
    private void putAside(Message message, Exception why) {
        LOG.atError()
                .addKeyValue(LogKeys.TOPIC, message.topic.name())
                .addKeyValue(LogKeys.REASON, why.getClass().getSimpleName())
                .log("Kafka can never take a record of ours; it is left out");
        mailbox.refused(message);
    }
}

package io.credstream.sink.report;

import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Something that the brokers are to have: one record, or one for each partition. Not thread-safe; its {@link Outbox} is. */
final class Message {

    /** Where it goes. */
    final Topic<?> topic;

    /** Runs when the brokers have it. */
    final Runnable then;

    /** What is sent if the brokers can never take it; without it the message then counts as delivered. */
    final @Nullable Message substitute;

    private final IntFunction<List<ProducerRecord<String, byte[]>>> records;
    private final long createdAt = System.nanoTime();
    private long sentAt;
    private int missing;

    /**
     * @param records makes them, for so many partitions
     */
    Message(
            Topic<?> topic,
            IntFunction<List<ProducerRecord<String, byte[]>>> records,
            Runnable then,
            @Nullable Message substitute) {
        this.topic = topic;
        this.records = records;
        this.then = then;
        this.substitute = substitute;
    }

    /** Whether a failure is due to the record, whoever sends it and however often. */
    static boolean isFaultOfRecord(Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof RecordBatchTooLargeException
                || failure instanceof SerializationException
                || failure instanceof InvalidRecordException;
    }

    List<ProducerRecord<String, byte[]>> records(int partitions) {
        return records.apply(partitions);
    }

    /** It is under way from now on, in so many parts. */
    void sent(int parts) {
        missing = parts;
        sentAt = System.nanoTime();
    }

    /** One more part is with the brokers. Returns whether all are. */
    boolean arrived() {
        return --missing == 0;
    }

    /** Since when it waits for the brokers to have it. */
    long createdAt() {
        return createdAt;
    }

    /** Whether it has been under way for longer than that. */
    boolean isLate(Duration patience) {
        return System.nanoTime() - sentAt > patience.toNanos();
    }
}

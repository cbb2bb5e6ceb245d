package io.credstream.cli.replay;

import io.credstream.cli.tail.RecordLine;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends each record of the log as a line of JSON, under its key and at its time. */
final class Publisher implements LogSink {

    private final Producer<String, byte[]> producer;
    private final String target;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long records;
    private @Nullable Instant first;
    private @Nullable Instant last;

    Publisher(Producer<String, byte[]> producer, String target) {
        this.producer = producer;
        this.target = target;
    }

    /** How much was sent, and of which time. */
    record Sent(
            long records, @Nullable Instant first, @Nullable Instant last) {}

    @Override
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        requireNoFailure();
        byte[] line = RecordLine.of(record).getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(
                new ProducerRecord<>(target, null, record.time().toEpochMilli(), keyOf(record), line),
                (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
        records++;
        first = first == null ? record.time() : first;
        last = record.time();
    }

    /** Returns when all of it is in the topic, or throws why it is not. */
    Sent finish() {
        producer.flush();
        requireNoFailure();
        return new Sent(records, first, last);
    }

    private void requireNoFailure() {
        Exception trouble = failure.get();
        if (trouble != null) {
            throw trouble instanceof KafkaException kafka ? kafka : new KafkaException(trouble);
        }
    }

    @SuppressWarnings("NullAway") // a record without a key is one of any partition
    private static String keyOf(TopicRecord<?> record) {
        return switch (record) {
            case TopicRecord.Value<?> value -> value.key();
            case TopicRecord.Tombstone<?> tombstone -> tombstone.key();
            case TopicRecord.Unreadable<?> unreadable -> null;
        };
    }
}

package io.credstream.topics;

import io.credstream.avro.AvroSerde;
import io.credstream.model.Deletion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * A topic: what it is called, what it holds, and which partition a key belongs to.
 *
 * @param keys what its records stand under
 * @param partitioning which part of the key decides on the partition
 * @param retention what the broker keeps
 * @param coPartitioned topics of one group have equally many partitions
 */
public record Topic<V extends Record>(
        String name,
        AvroSerde<V> serde,
        Keys<V> keys,
        Partitioning partitioning,
        Retention retention,
        CoPartitioned coPartitioned) {

    /** Of a value, the most that anybody writes or reads: brokers accept 1 MiB by default, with key, headers and what changelogs add. */
    public static final int MAX_VALUE_BYTES = 768 * 1024;

    /** The type of the values. */
    public Class<V> type() {
        return serde.type();
    }

    /** The partition of a key when the topic has {@code partitions} of them. Throws for a {@code BROADCAST} topic. */
    public int partition(String key, int partitions) {
        String by = switch (partitioning) {
            case WHOLE_KEY -> key;
            case CLUSTER -> clusterOf(key);
            case BROADCAST -> throw new IllegalStateException(name + " goes to every partition");
        };
        return Utils.toPositive(Utils.murmur2(by.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** A record ready to send. */
    public ProducerRecord<String, byte[]> record(String key, V value, int partitions) {
        return stamped(partition(key, partitions), key, value);
    }

    /** The records that say something to whoever has to hear it: one, or one for each partition of a {@code BROADCAST} topic. */
    public List<ProducerRecord<String, byte[]>> records(String key, V value, int partitions) {
        IntStream to = partitioning == Partitioning.BROADCAST
                ? IntStream.range(0, partitions)
                : IntStream.of(partition(key, partitions));
        return to.mapToObj(partition -> stamped(partition, key, value)).toList();
    }

    private ProducerRecord<String, byte[]> stamped(int partition, String key, V value) {
        Headers headers = new RecordHeaders();
        return new ProducerRecord<>(name, partition, key, serde.encode(value, headers), headers);
    }

    /** Whether a record can have this key, with this value or, if there is none, as a tombstone. */
    public boolean hasKey(@Nullable String key, @Nullable V value) {
        return keys.fit(key, value);
    }

    /** A tombstone that says what is gone and why. */
    public ProducerRecord<String, byte[]> tombstone(String key, Deletion deletion, int partitions) {
        ProducerRecord<String, byte[]> tombstone = tombstone(key, partitions);
        DeletionHeaders.write(deletion, tombstone.headers());
        return tombstone;
    }

    /** A tombstone of something that is no observation and so needs no explanation, such as an inventory entry. */
    @SuppressWarnings("NullAway") // a null value is what makes a tombstone
    public ProducerRecord<String, byte[]> tombstone(String key, int partitions) {
        return new ProducerRecord<>(name, partition(key, partitions), key, null);
    }

    private static String clusterOf(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }

    /** Which part of a key decides on the partition. */
    public enum Partitioning {
        WHOLE_KEY,
        /** The key's first segment: everything of one cluster is in one partition, in order. */
        CLUSTER,
        /** Every partition gets every record (KIP-837). */
        BROADCAST
    }

    /** Groups whose topics meet in one task: Kafka Streams starts without a word when their partitions differ. */
    public enum CoPartitioned {
        BY_CLUSTER,
        BY_MANIFEST,
        ALONE
    }

    @Override
    public String toString() {
        return name;
    }
}

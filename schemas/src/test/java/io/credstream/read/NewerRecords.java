package io.credstream.read;

import io.credstream.avro.SchemaHeader;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records of {@code clusters}, as this build and as a newer one writes them. */
final class NewerRecords {

    static final Topic<Cluster> TOPIC = Topics.withPrefix("test.").clusters();

    /** Where the fingerprint of the schema begins. */
    private static final int FINGERPRINT = 2;

    private NewerRecords() {}

    static ConsumerRecord<String, byte[]> value(String id, int partition, long offset) {
        return record(id, partition, offset, TOPIC.serde().encode(cluster(id)));
    }

    static ConsumerRecord<String, byte[]> tombstone(String id, int partition, long offset) {
        return record(id, partition, offset, null);
    }

    /** An unknown fingerprint, and the header that says of which version it is. */
    static ConsumerRecord<String, byte[]> newer(String id, int partition, long offset, int version) {
        byte[] value = TOPIC.serde().encode(cluster(id));
        value[FINGERPRINT] ^= 0x55;
        var record = record(id, partition, offset, value);
        record.headers().add(SchemaHeader.NAME, ("v" + version).getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    /** Bytes that no build can read. */
    static ConsumerRecord<String, byte[]> garbage(String id, int partition, long offset) {
        return record(id, partition, offset, new byte[] {1, 2, 3});
    }

    @SuppressWarnings("NullAway") // Kafka's tombstones
    private static ConsumerRecord<String, byte[]> record(
            String id, int partition, long offset, byte @Nullable [] value) {
        return new ConsumerRecord<>(TOPIC.name(), partition, offset, id, value);
    }

    private static Cluster cluster(String id) {
        return new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("/nowhere", null),
                List.of("kcp-system"),
                null,
                new Cause.Request("test", "join"));
    }
}

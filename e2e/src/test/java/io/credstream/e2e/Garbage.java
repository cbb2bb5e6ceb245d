package io.credstream.e2e;

import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A record that says nothing that can be relied on, with a canary in it wherever there is room.
 *
 * @param what is wrong with it
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing
record Garbage(String what, byte[] key, byte @Nullable [] value, List<Header> headers) {

    static final String CANARY = "not-a-real-password-of-garbage";

    private static final byte[] TEXT = CANARY.getBytes(StandardCharsets.UTF_8);
    private static final String KEY = "kcp-eu/kcp-system/garbage";
    private static final int PREFIX = 10;
    private static final int LONG_KEY = 100_000;

    /** Every kind that a topic can have. */
    static List<Garbage> of(Topic<?> topic, Topics topics, List<ConsumerRecord<String, byte[]>> real) {
        List<Garbage> all = new ArrayList<>();
        all.add(value("text", TEXT));
        all.add(value("nothing", new byte[0]));
        all.add(value("a length of two gigabytes", begun(topic, "eeffffff0f")));
        all.add(value("a length of four billion", begun(topic, "80a0d9e61d")));
        all.add(value("a negative length", begun(topic, "01")));
        all.add(value("text that is not UTF-8", begun(topic, "08ff00fffe")));
        all.add(value("a schema that nobody knows", unknown(topic)));
        all.add(new Garbage("the claim of a version that is known", bytes(KEY), unknown(topic), claim("v1")));
        all.add(new Garbage("a claim of no form", bytes(KEY), unknown(topic), claim("v9 " + CANARY)));
        all.add(new Garbage("headers", bytes(KEY), TEXT, List.of(new RecordHeader(CANARY, TEXT))));
        all.addAll(tombstones(topic));
        topics.all().stream()
                .filter(other -> other.type() != topic.type())
                .findFirst()
                .ifPresent(other -> all.add(value("the prefix of another type", begun(other, "00"))));
        real.stream()
                .filter(record -> record.value() != null && isValue(topic, record.value()))
                .findFirst()
                .ifPresent(record -> all.addAll(spoilt(topic, record)));
        return all;
    }

    private static List<Garbage> spoilt(Topic<?> topic, ConsumerRecord<String, byte[]> record) {
        List<Garbage> all = new ArrayList<>();
        byte[] key = bytes(record.key());
        byte[] value = record.value();
        for (int part = 1; part < 4; part++) {
            all.add(new Garbage("cut short", key, Arrays.copyOf(value, value.length * part / 4), List.of()));
        }
        all.add(new Garbage("something behind it", key, Arrays.copyOf(value, value.length + 1), List.of()));
        for (int at = 0; at < value.length; at += 1 + value.length / 8) {
            byte[] flipped = value.clone();
            flipped[at] ^= (byte) 0x80;
            if (!isValue(topic, flipped)) {
                all.add(new Garbage("a flipped bit", key, flipped, List.of()));
            }
        }
        if (!topic.name().endsWith("dead-letters")) {
            all.add(new Garbage("somebody else's key", bytes("no/such/key"), value, List.of()));
            all.add(new Garbage("an empty key", new byte[0], value, List.of()));
            all.add(new Garbage("a key that is not UTF-8", notText(), value, List.of()));
            all.add(new Garbage("a very long key", bytes("k".repeat(LONG_KEY)), value, List.of()));
        }
        return all;
    }

    private static List<Garbage> tombstones(Topic<?> topic) {
        List<Garbage> all = new ArrayList<>();
        all.add(new Garbage("a tombstone of an empty key", new byte[0], null, List.of()));
        all.add(new Garbage("a tombstone of a key that is not UTF-8", notText(), null, List.of()));
        all.add(new Garbage("a tombstone of a very long key", bytes("k".repeat(LONG_KEY)), null, List.of()));
        if (List.of("credentials", "templates", "manifests").stream().anyMatch(topic.name()::endsWith)) {
            byte[] key = bytes(KEY);
            all.add(new Garbage("a deletion without headers", key, null, List.of()));
            all.add(new Garbage("a deletion of an unknown reason", key, null, deletion(CANARY, "1", "7")));
            all.add(new Garbage("a deletion at a negative incarnation", key, null, deletion("deleted", "-1", "7")));
            all.add(new Garbage("a deletion at no version", key, null, deletion("deleted", "1", CANARY)));
            all.add(new Garbage("a deletion of a huge number", key, null, deletion("deleted", "9".repeat(5000), "7")));
            List<Header> twice = new ArrayList<>(deletion("watch", "1", "7"));
            twice.add(new RecordHeader("incarnation", bytes("2")));
            all.add(new Garbage("a deletion with a header twice", key, null, twice));
        }
        return all;
    }

    private static List<Header> deletion(String reason, String incarnation, String version) {
        return List.of(
                new RecordHeader("reason", bytes(reason)),
                new RecordHeader("uid", notText()),
                new RecordHeader("incarnation", bytes(incarnation)),
                new RecordHeader("resource-version", bytes(version)),
                new RecordHeader("cause", bytes(CANARY)));
    }

    private static Garbage value(String what, byte[] value) {
        return new Garbage(what, bytes(KEY), value, List.of());
    }

    private static List<Header> claim(String version) {
        return List.of(new RecordHeader("schema", bytes(version)));
    }

    /** As a value of the topic begins, and goes on otherwise. */
    private static byte[] begun(Topic<?> topic, String hex) {
        byte[] rest = HexFormat.of().parseHex(hex);
        long fingerprint = Long.reverseBytes(
                SchemaNormalization.parsingFingerprint64(topic.serde().schema()));
        return ByteBuffer.allocate(PREFIX + rest.length)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(fingerprint)
                .put(rest)
                .array();
    }

    private static byte[] unknown(Topic<?> topic) {
        byte[] bytes = begun(topic, "00");
        bytes[2] ^= 0x55;
        return bytes;
    }

    private static byte[] notText() {
        return new byte[] {(byte) 0xff, (byte) 0xfe, 'x', (byte) 0x80};
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isValue(Topic<?> topic, byte[] value) {
        try {
            topic.serde().decode(value);
            return true;
        } catch (SerializationException e) {
            return false;
        }
    }
}

package io.credstream.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.DeadLetter;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes a record holds, they become a value or the one error. */
class HostileRecordsTest {

    private static final Topics TOPICS = Topics.withPrefix("");
    private static final Duration FUZZ = Duration.ofSeconds(Long.getLong("credstream.fuzz.seconds", 4));
    private static final com.sun.management.ThreadMXBean MEMORY =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MUCH = 4 << 20;
    private static final int SAMPLES = 30;
    private static final String CANARY = "not-a-real-password";

    private final AvroSerde<Credential> credentials = AvroSerde.of(Credential.class);

    static Stream<Topic<?>> topics() {
        return TOPICS.all().stream();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c301ca93fceff0b50223eeffffff0f", "c301ca93fceff0b5022380a0d9e61d"})
    void lengthsOfGigabytesAreRefusedBeforeAnythingIsAllocated(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> credentials.decode(bytes))
                .isInstanceOf(SerializationException.class)
                .hasNoCause();
        assertThatThrownBy(() -> credentials.field("version", Version.class).read(bytes))
                .isInstanceOf(SerializationException.class)
                .hasNoCause();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyLengthAndCountIsCheckedAgainstWhatIsLeft(Topic<?> topic) {
        byte[] valid = encoded(topic, new Random(1));
        for (int at = AvroSerde.PREFIX; at < valid.length; at++) {
            for (byte[] number :
                    new byte[][] {huge(Integer.MAX_VALUE), huge(Long.MAX_VALUE), huge(-1), huge(Long.MIN_VALUE)}) {
                byte[] bytes = Arrays.copyOf(valid, at + number.length);
                System.arraycopy(number, 0, bytes, at, number.length);
                long before = MEMORY.getCurrentThreadAllocatedBytes();
                decides(topic, bytes, new RecordHeaders(), 1);
                assertThat(MEMORY.getCurrentThreadAllocatedBytes() - before)
                        .as("bytes allocated for a record of %d", bytes.length)
                        .isLessThan(MUCH);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void whatIsCutShortOrHasSomethingBehindItIsNotAValue(Topic<?> topic) {
        byte[] valid = encoded(topic, new Random(2));
        for (int length = 0; length < valid.length; length++) {
            byte[] bytes = Arrays.copyOf(valid, length);
            assertThatThrownBy(() -> topic.serde().decode(bytes)).isInstanceOf(SerializationException.class);
        }
        byte[] longer = Arrays.copyOf(valid, valid.length + 1);
        assertThatThrownBy(() -> topic.serde().decode(longer)).isInstanceOf(SerializationException.class);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void valuesOfOtherTopicsAreGarbageAndNotNewer(Topic<?> topic) {
        TOPICS.all().stream().filter(other -> other.type() != topic.type()).forEach(other -> {
            byte[] bytes = encoded(other, new Random(3));
            assertThatThrownBy(() -> topic.serde().decode(bytes)).isInstanceOf(SerializationException.class);
            assertThat(topic.serde().newer(new RecordHeaders(), bytes)).isEmpty();
        });
    }

    @Test
    void textThatIsNotUtf8IsNotAValue() {
        Topic<Cluster> topic = TOPICS.clusters();
        byte[] valid = encoded(topic, new Random(4));
        String id = topic.serde().decode(valid).id();
        valid[AvroSerde.PREFIX + 1] = (byte) 0xff; // the first byte of the first text
        assertThat(id).isNotEmpty();
        assertThatThrownBy(() -> topic.serde().decode(valid)).isInstanceOf(SerializationException.class);
    }

    @ParameterizedTest
    @MethodSource("topics")
    void anElementOfAListTakesAtLeastAByteSoThatCountsAreBounded(Topic<?> topic) {
        requireElements(topic.serde().schema());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void onlyAnUnknownFingerprintWithTheHeaderOfANewerVersionIsNewer(Topic<?> topic) {
        Headers headers = new RecordHeaders();
        byte[] valid = encoded(topic, headers, new Random(5));
        int known = topic.serde()
                .newer(withVersion(999_999), unknown(valid))
                .orElseThrow()
                .known();
        assertThat(headers.lastHeader(SchemaHeader.NAME).value()).asString().isEqualTo("v" + known);
        assertThat(topic.serde().newer(withVersion(known + 1), unknown(valid)))
                .contains(new NewerSchema(topic.type().getSimpleName(), known + 1, known));

        assertThat(topic.serde().newer(withVersion(known + 1), valid))
                .as("a known fingerprint")
                .isEmpty();
        assertThat(topic.serde().newer(headers, unknown(valid)))
                .as("a version that is known")
                .isEmpty();
        assertThat(topic.serde().newer(new RecordHeaders(), unknown(valid)))
                .as("no header")
                .isEmpty();
        for (String claim : new String[] {"", "v", "v0", "v-1", "v1e9", "9", "v99999999999", "V9", " v9"}) {
            assertThat(topic.serde().newer(claiming(claim.getBytes(StandardCharsets.UTF_8)), unknown(valid)))
                    .as(claim)
                    .isEmpty();
        }
        assertThat(topic.serde().newer(claiming(null), unknown(valid))).isEmpty();
        Headers twice = withVersion(known + 1);
        twice.add(SchemaHeader.NAME, "v9".getBytes(StandardCharsets.UTF_8));
        assertThat(topic.serde().newer(twice, unknown(valid))).as("two headers").isEmpty();
        assertThat(topic.serde().newer(withVersion(known + 1), new byte[] {1, 2, 3}))
                .as("no fingerprint")
                .isEmpty();
    }

    @Test
    void whatIsSerializedForKafkaSaysItsVersionOnce() {
        Headers headers = new RecordHeaders();
        Template template = new RandomRecords(new Random(6)).next(Template.class);
        var serializer = AvroSerde.of(Template.class).serializer();
        serializer.serialize("", headers, template);
        serializer.serialize("", headers, template);
        assertThat(headers.headers(SchemaHeader.NAME)).hasSize(1);
        Headers none = new RecordHeaders();
        serializer.serialize("", none, nothing());
        assertThat(none).isEmpty();
    }

    /** Longer with {@code -Dcredstream.fuzz.seconds}, and from another seed with {@code -Dcredstream.fuzz.seed}. */
    @Test
    void spoiltRecordsOfEveryTypeEndInAValueOrInTheOneError() {
        long seed = Long.getLong("credstream.fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        Map<Topic<?>, List<byte[]>> valid = TOPICS.all().stream()
                .collect(Collectors.toMap(
                        topic -> topic,
                        topic -> Stream.generate(() -> encoded(topic, random))
                                .limit(SAMPLES)
                                .toList()));
        long end = System.nanoTime() + FUZZ.toNanos();
        long tried = 0;
        long values = 0;
        while (System.nanoTime() < end) {
            for (Topic<?> topic : TOPICS.all()) {
                byte[] bytes =
                        Mutations.of(Objects.requireNonNull(valid.get(topic)).get(random.nextInt(SAMPLES)), random);
                values += decides(topic, bytes, new RecordHeaders(), seed) ? 1 : 0;
                tried++;
            }
        }
        System.out.println("fuzz of records: seed " + seed + ", " + tried + " records, " + values + " of them values");
        assertThat(values).as("seed " + seed).isBetween(1L, tried - 1);
    }

    private static <V extends Record> boolean decides(Topic<V> topic, byte[] bytes, Headers headers, long seed) {
        var raw = new ConsumerRecord<>(topic.name(), 0, 0L, "kcp-eu/kcp-system/a", bytes);
        headers.forEach(raw.headers()::add);
        try {
            TopicRecord<V> record = TopicRecord.of(topic, raw);
            if (record instanceof TopicRecord.Unreadable<V> unreadable) {
                return unreadable.code() == DeadLetter.Code.INVALID_KEY;
            }
            return true;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(
                    "seed " + seed + ": " + topic + " " + HexFormat.of().formatHex(bytes), e);
        }
    }

    @Test
    void theErrorSaysNothingOfTheBytes() {
        byte[] prefix = Arrays.copyOf(encoded(TOPICS.credentials(), new Random(7)), AvroSerde.PREFIX);
        byte[] canary = CANARY.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(prefix.length + 1 + canary.length)
                .put(prefix)
                .put((byte) (canary.length << 1))
                .put(canary)
                .array();
        assertThatThrownBy(() -> credentials.decode(bytes))
                .isInstanceOf(SerializationException.class)
                .hasNoCause()
                .hasMessageNotContaining(CANARY);
    }

    private static <V extends Record> byte[] encoded(Topic<V> topic, Random random) {
        return encoded(topic, new RecordHeaders(), random);
    }

    private static <V extends Record> byte[] encoded(Topic<V> topic, Headers headers, Random random) {
        return topic.serde().encode(new RandomRecords(random).next(topic.type()), headers);
    }

    @SuppressWarnings("NullAway") // as Kafka hands in a tombstone
    private static Template nothing() {
        return null;
    }

    private static byte[] unknown(byte[] valid) {
        byte[] bytes = valid.clone();
        bytes[AvroSerde.PREFIX - 1] ^= 0x55;
        return bytes;
    }

    private static Headers withVersion(int version) {
        return claiming(("v" + version).getBytes(StandardCharsets.UTF_8));
    }

    private static Headers claiming(byte @Nullable [] value) {
        Headers headers = new RecordHeaders();
        headers.add(SchemaHeader.NAME, value);
        return headers;
    }

    private static byte[] huge(long number) {
        long rest = (number << 1) ^ (number >> 63);
        byte[] bytes = new byte[10];
        int length = 0;
        do {
            bytes[length++] = (byte) ((rest & 0x7f) | ((rest >>>= 7) != 0 ? 0x80 : 0));
        } while (rest != 0);
        return Arrays.copyOf(bytes, length);
    }

    private static void requireElements(Schema schema) {
        switch (schema.getType()) {
            case ARRAY -> {
                assertThat(leastBytes(schema.getElementType()))
                        .as(schema::toString)
                        .isPositive();
                requireElements(schema.getElementType());
            }
            case MAP -> requireElements(schema.getValueType());
            case RECORD -> schema.getFields().forEach(field -> requireElements(field.schema()));
            case UNION -> schema.getTypes().forEach(HostileRecordsTest::requireElements);
            default -> {}
        }
    }

    private static int leastBytes(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case RECORD ->
                schema.getFields().stream()
                        .mapToInt(field -> leastBytes(field.schema()))
                        .sum();
            default -> 1;
        };
    }
}

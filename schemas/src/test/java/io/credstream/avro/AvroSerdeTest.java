package io.credstream.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AvroSerdeTest {

    private static final RecordSchema.Derived NOW = RecordSchema.of(Everything.class);

    static Stream<Everything> values() {
        return Stream.of(
                new Everything(
                        "a", 1, 2L, true, Colour.RED, new Shape.Circle(3), List.of("x"), Map.of("k", "v"), null, null),
                new Everything(
                        "",
                        -1,
                        Long.MAX_VALUE,
                        false,
                        Colour.BLUE,
                        new Shape.Nothing(),
                        List.of(),
                        Map.of(),
                        new Shape.Circle(0),
                        Instant.ofEpochMilli(12345)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatIsWrittenIsRead(Everything value) throws Exception {
        assertThat(read(write(value))).isEqualTo(value);
    }

    @Test
    void singleObjectEncodingStartsWithItsMagicBytes() throws Exception {
        assertThat(write(values().findFirst().orElseThrow())).startsWith(0xC3, 0x01);
    }

    @Test
    void undecodableBytesSayNothingOfThemselves() {
        AvroSerde<io.credstream.model.Cluster> serde = AvroSerde.of(io.credstream.model.Cluster.class);
        assertThatThrownBy(() -> serde.decode("not-a-real-password".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasNoCause()
                .hasMessageNotContaining("password");
    }

    private static byte[] write(Everything value) throws Exception {
        var buffer = new BinaryMessageEncoder<Everything>(new RecordData(NOW), NOW.schema()).encode(value);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static Everything read(byte[] bytes) throws Exception {
        return new org.apache.avro.message.BinaryMessageDecoder<Everything>(new RecordData(NOW), NOW.schema())
                .decode(bytes);
    }

    /** One component of every kind that the model may use. */
    public record Everything(
            String text,
            int small,
            long large,
            boolean flag,
            Colour colour,
            Shape shape,
            List<String> list,
            Map<String, String> map,
            @Nullable Shape maybe,
            @Nullable Instant when) {}

    /** An enumeration. */
    public enum Colour {
        RED,
        BLUE
    }

    /** A union. */
    public sealed interface Shape {
        /** One alternative. */
        record Circle(int radius) implements Shape {}

        /** One without fields. */
        record Nothing() implements Shape {}
    }
}

package io.credstream.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;

/** What kubectl 1.32 made of each of these. */
class PlainScalarsTest {
    private final PlainScalars types = new PlainScalars();

    @ParameterizedTest
    @CsvSource(textBlock = """
            0o17, 15
            0O17, 15
            017, 15
            -0o17, -15
            08, 8
            09.5, 9.5
            0x1F, 31
            +0x1f, 31
            0b101, 5
            -0b11, -3
            +12, 12
            1_000, 1000
            1__0, 10
            1_, 1
            0_1, 1
            0xF_F, 255
            1_000.5, 1000.5
            .5, 0.5
            -.5, -0.5
            5., 5
            1e3, 1000
            1E3, 1000
            1_000e3, 1000000
            1.10, 1.1
            -0, 0
            18446744073709551615, 18446744073709551615
            99999999999999999999, 100000000000000000000
            """)
    void isANumber(String text, String number) {
        assertThat(PlainScalars.number(text))
                .hasValueSatisfying(value -> assertThat(value).isEqualByComparingTo(number));
        assertThat(types.resolve(NodeId.scalar, text, true)).isEqualTo(Tag.FLOAT);
        assertThat(types.resolve(NodeId.scalar, text, false)).isEqualTo(Tag.STR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1:30",
                "12:30:45",
                "190:20:30.15",
                "2001-01-01",
                "2001-12-14t21:59:43.10-05:00",
                "0o8",
                "0b2",
                "0x",
                "1e",
                "1e400",
                "_1",
                "=",
                "tRue",
                "nULL",
                "NaN",
                "infinity",
                "1,000",
                "0x1p4",
                "1.2.3",
                "v1",
                "-",
                "+"
            })
    void isText(String text) {
        assertThat(types.resolve(NodeId.scalar, text, true)).isEqualTo(Tag.STR);
    }

    @ParameterizedTest
    @CsvSource({"y, true", "Y, true", "n, false", "N, false", "On, true", "OFF, false", "yes, true", "True, true"})
    void isABoolean(String text, boolean truth) {
        assertThat(PlainScalars.truth(text)).contains(truth);
        assertThat(types.resolve(NodeId.scalar, text, true)).isEqualTo(Tag.BOOL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~", "null", "Null", "NULL"})
    void isNothing(String text) {
        assertThat(types.resolve(NodeId.scalar, text, true)).isEqualTo(Tag.NULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {".inf", "-.Inf", "+.inf", ".NAN"})
    void isANumberThatJsonDoesNotHave(String text) {
        assertThat(PlainScalars.number(text)).isEmpty();
        assertThat(types.resolve(NodeId.scalar, text, true)).isEqualTo(Tag.FLOAT);
    }
}

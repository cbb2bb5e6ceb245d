package io.credstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "registry.example.com/x:1.0",
                "Zürich",
                "りんご",
                "pa\u0301pa",
                "שלום",
                "😀",
                "a\u00a0b",
                "日本\u3000語",
                "\\u001b"
            })
    void leavesOrdinaryTextAlone(String text) {
        assertThat(Printable.line(text)).isSameAs(text);
        assertThat(Printable.isPrintable(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1b, \\u001b",
        "0, \\u0000",
        "7, \\u0007",
        "7f, \\u007f",
        "9b, \\u009b",
        "85, \\u0085",
        "a, \\n",
        "d, \\r",
        "9, \\t",
        "2028, \\u2028",
        "2029, \\u2029",
        "202e, \\u202e",
        "2066, \\u2066",
        "2069, \\u2069",
        "200b, \\u200b",
        "200d, \\u200d",
        "200e, \\u200e",
        "61c, \\u061c",
        "ad, \\u00ad",
        "feff, \\ufeff",
        "2060, \\u2060",
        "3164, \\u3164",
        "fe0f, \\ufe0f",
        "fff9, \\ufff9",
        "ffff, \\uffff",
        "e0041, \\udb40\\udc41",
        "e0100, \\udb40\\udd00",
        "d800, \\ud800",
        "dc00, \\udc00",
        "180e, \\u180e",
        "1d173, \\ud834\\udd73"
    })
    void showsWhatCannotBeSeen(String codePoint, String escape) {
        int c = Integer.parseInt(codePoint, 16);

        assertThat(Printable.line("a" + new StringBuilder().appendCodePoint(c) + "b"))
                .isEqualTo("a" + escape + "b");
    }

    @Test
    void documentsKeepTheirLines() {
        assertThat(Printable.lines("a:\n\tb\r\u001b\u2028")).isEqualTo("a:\n\tb\\r\\u001b\\u2028");
    }

    @Test
    void whatIsPrintableStaysSoAndNothingElseIsEverReturned() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = text(random);
            String once = Printable.line(text);

            assertThat(Printable.isPrintable(once)).as("seed %d", seed).isTrue();
            assertThat(Printable.line(once)).as("seed %d", seed).isEqualTo(once);
            assertThat(Printable.line(text, 7))
                    .as("seed %d", seed)
                    .satisfies(cut -> assertThat(Printable.isPrintable(cut)).isTrue());
        }
    }

    @Test
    void leavesOutTheMiddleOfWhatIsTooLong() {
        assertThat(Printable.line("abcdefghij", 10)).isEqualTo("abcdefghij");
        assertThat(Printable.line("abcdefghijk", 5)).isEqualTo("abc…jk");
        assertThat(Printable.line("ab😀cdefg😀h", 4)).isEqualTo("ab…h");
        assertThat(Printable.line("x".repeat(2_000_000), 1_000)).hasSize(1_001);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(0x100));
                case 1 -> text.append((char) random.nextInt(0x10000));
                case 2 -> text.appendCodePoint(random.nextInt(0x110000));
                default -> text.append("\\u001b");
            }
        }
        return text.toString();
    }
}

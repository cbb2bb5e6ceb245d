package io.credstream.projection.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "fake", "f\u00e4ke", "\ud83d\udd11", "\ufffd\u0000\uffff\ue000"})
    void textIsWhatItIs(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(ByteText.decode(bytes)).isEqualTo(text);
        assertThat(ByteText.encode(text)).isEqualTo(bytes);
        assertThat(ByteText.isText(text)).isTrue();
    }

    /** Whatever the bytes are: cut off, overlong, surrogates in UTF-8, beyond Unicode. */
    @ParameterizedTest
    @CsvSource({"fc", "61fc62", "e282", "e28261", "c080", "eda080", "edb3bc", "f4908080", "f09f94", "ff", "80bf"})
    void noByteIsLost(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        assertThat(ByteText.encode(ByteText.decode(bytes))).isEqualTo(bytes);
        assertThat(ByteText.isText(ByteText.decode(bytes))).isFalse();
    }

    @Test
    void noByteIsLostOfAny() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            String text = ByteText.decode(bytes);

            assertThat(ByteText.encode(text)).as("seed %d, round %d", seed, i).isEqualTo(bytes);
            assertThat(text.equals(new String(bytes, StandardCharsets.UTF_8)))
                    .as("seed %d, round %d: text, or else bytes", seed, i)
                    .isEqualTo(ByteText.isText(text));
        }
    }

    /** Also where bytes and escapes would make a character together. */
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    "\\ud83d\\udd11"       , "\\ud83d\\udd11"
                    "\\udcfc"              , "\\u003f"
                    "\\uD83D"              , "\\u003f"
                    "\\ud83d\\ud83d\\udd11", "\\u003f\\ud83d\\udd11"
                    "\\ud83d\\n"           , "\\u003f\\n"
                    "\\\\ud83d"            , "\\\\ud83d"
                    "\\\\\\ud83d"          , "\\\\\\u003f"
                    "\\u00fc\\u"           , "\\u00fc\\u"
                    "\\ud8"                , "\\ud8"
                    \\                     , \\
                    """)
    void anEscapeOfASurrogateThatIsAloneStandsForNoByte(String json, String parsed) {
        assertThat(ByteText.decodeJson(json.getBytes(StandardCharsets.UTF_8)).toString())
                .isEqualTo(parsed);
    }
}

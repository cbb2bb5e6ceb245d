package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingsTest {

    private static final String SECRET = "Canary:p/a+s&s word?1";

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xx", "xxx", "{\"auths\":{\"a\":\"", "some:"})
    void areFoundInABase64DocumentWhereverTheyStandInIt(String before) {
        for (String after : new String[] {"", "y", "yy", "\"}}"}) {
            String document = before + SECRET + after;
            byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
            assertThat(found(Base64.getEncoder().encodeToString(bytes))).contains("base64");
            assertThat(found(Base64.getUrlEncoder().encodeToString(bytes))).contains("base64");
        }
    }

    @Test
    void areFoundInOtherEncodings() {
        assertThat(found("a" + SECRET + "b")).contains("plain");
        assertThat(found(Spellings.latin1(("a" + SECRET).getBytes(StandardCharsets.UTF_16LE))))
                .contains("UTF-16LE");
        assertThat(found(Spellings.latin1(("a" + SECRET).getBytes(StandardCharsets.UTF_16BE))))
                .contains("UTF-16BE");
        assertThat(found("x=Canary%3ap%2fa%2bs%26s+word%3f1")).contains("url");
        assertThat(found("x=Canary%3Ap%2Fa%2Bs%26s+word%3F1")).contains("URL");
        assertThat(found("nothing of the sort")).isEmpty();
    }

    private static String found(String text) {
        StringBuilder names = new StringBuilder();
        for (Map.Entry<String, String> spelling : Spellings.of(SECRET).entrySet()) {
            if (text.contains(spelling.getValue())) {
                names.append(spelling.getKey()).append(", ");
            }
        }
        return names.toString();
    }
}

package io.credstream.rules.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "registry, registry, true",
        "registry, registr, false",
        "registr, registry, false",
        "*, registry, true",
        "*, '', true",
        "reg*y, registry, true",
        "*is*, registry, true",
        "*is*s, registry, false",
        "reg[a-z]stry, registry, true",
        "reg[^a-z]stry, registry, false",
        "reg[xyi]stry, registry, true",
        "reg[istry, registry, false",
        "r[e-]g, reg, false",
        "r[-e]g, reg, false",
        "r[]e]g, reg, false",
        "r[^]g, reg, false",
        "r[^^]g, reg, true",
        "'', '', true",
        "'', r, false",
    })
    void isThatOfGo(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(pattern, text)).isEqualTo(matches);
    }

    @Test
    void matchesWhatTheRegularExpressionDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String pattern = word(random, "ab*", 7);
            String text = word(random, "ab", 9);
            boolean expected = Pattern.matches(pattern.replace("*", ".*"), text);
            assertThat(Glob.matches(pattern, text))
                    .as("%s of %s", pattern, text)
                    .isEqualTo(expected);
        }
    }

    /** With plain backtracking this one takes longer than anybody waits. */
    @Test
    void isDoneSoonWhateverThePattern() {
        assertThat(Glob.matches("*a".repeat(200) + "b", "a".repeat(5_000))).isFalse();
    }

    private static String word(Random random, String letters, int longest) {
        StringBuilder word = new StringBuilder();
        int length = random.nextInt(longest);
        for (int i = 0; i < length; i++) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}

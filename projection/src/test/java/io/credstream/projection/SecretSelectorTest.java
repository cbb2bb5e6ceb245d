package io.credstream.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As apimachinery's {@code labels.Parse} reads them. */
class SecretSelectorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a=b                     | a=b         | a=c
                    x=y,z=w                 | x=y z=w     | x=w z=w
                    x!=y,z!=w               | x=z z=a     | x=z z=w
                    notin=in                | notin=in    | notin=notin
                    x= ,z=                  | x= z=       | x=
                    a=x,x=a                 | a=x x=a     | a=x
                    a==b                    | a=b         | ''
                    a = b , c               | a=b c=      | a=b
                    a=                      | a=          | a=b
                    a!=b                    | ''          | a=b
                    a                       | a=b         | b=a
                    !a                      | b=a         | a=b
                    ! a                     | ''          | a=
                    a in (b, c)             | a=c         | a=d
                    a in (b,)               | a=          | ''
                    a notin (b,c),d         | d=e         | a=c d=e
                    a in (b,c),d notin (e)  | a=b d=f     | a=b d=e
                    a=b,a!=c                | a=b         | a=c
                    x.example.org/a-b=c_d.e | x.example.org/a-b=c_d.e | a-b=c_d.e
                    """)
    void selectsAsAnApiServerDoes(String selector, String selected, String notSelected) {
        SecretSelector parsed = SecretSelector.parse(selector);

        assertThat(parsed.unmet(labels(selected))).isEmpty();
        assertThat(parsed.unmet(labels(notSelected))).isNotEmpty();
        assertThat(parsed).hasToString(selector);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a>1",
                "a in b",
                "a in (b",
                "a in b)",
                "a=b c",
                "=b",
                "!",
                ",a",
                "a,",
                "a,,b",
                "a=(b)",
                "a!b",
                "A B",
                "x=a||y=b",
                "x==a==b",
                "!x=a",
                "x<a",
                "a in ()b",
                "a notin b"
            })
    void refusesWhatIsNone(String selector) {
        assertThatThrownBy(() -> SecretSelector.parse(selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a label selector; use key=value");
    }

    @Test
    void refusesLabelsThatNobodyCanHave() {
        assertThatThrownBy(() -> SecretSelector.parse("a/b/c=d")).hasMessageContaining("write at most one slash");
        assertThatThrownBy(() -> SecretSelector.parse("a in (b,-c)")).hasMessageContaining("invalid label value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void refusesToSelectEverySecret(String selector) {
        assertThatThrownBy(() -> SecretSelector.parse(selector)).hasMessageContaining("every Secret");
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        for (String label : text.split(" ", -1)) {
            if (!label.isEmpty()) {
                labels.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
            }
        }
        return labels;
    }
}

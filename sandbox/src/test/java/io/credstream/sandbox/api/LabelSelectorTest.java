package io.credstream.sandbox.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.sandbox.objects.Json;
import io.credstream.sandbox.objects.KubeStatusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=b | true",
                "a = b | true",
                "a==b,c=d | true",
                "a=b,c=e | false",
                "a!=b | false",
                "x!=b | true",
                "a in (x, b) | true",
                "a in ( x ) | false",
                "a notin (x),c in (d,e) | true",
                "x notin (b) | true",
                "a | true",
                "! a | false",
                "!x,a | true",
                "empty= | true",
                "example.com/k in (v_1.0) | true"
            })
    void matches(String selector, boolean expected) {
        var labels = Json.object().put("a", "b").put("c", "d").put("empty", "").put("example.com/k", "v_1.0");
        assertThat(LabelSelector.parse(selector).matches(labels)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a in b", "a in ()x", "=b", "a=b,", "a b", "a=(b)", "a>1", "a=b c"})
    void isRefused(String selector) {
        assertThatThrownBy(() -> LabelSelector.parse(selector))
                .isInstanceOfSatisfying(
                        KubeStatusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(400));
    }

    @Test
    void nothingSelectsEverything() {
        assertThat(LabelSelector.parse(" ").matches(Json.object())).isTrue();
    }
}

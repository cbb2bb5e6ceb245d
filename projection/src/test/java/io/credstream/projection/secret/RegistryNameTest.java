package io.credstream.projection.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryNameTest {

    @ParameterizedTest
    @CsvSource({
        "r.io, r.io",
        "r.io:5000, r.io:5000",
        "*.r.io, *.r.io",
        "r[0-9].io, r[0-9].io",
        "[::1]:5000, [::1]:5000",
        "r.io/a/b, r.io/a/b",
        "r.io/a/, r.io/a/",
        "r.io/, r.io",
        "https://r.io, r.io",
        "http://r.io:80/a, r.io:80/a",
        "https://index.docker.io/v1/, index.docker.io",
        "r.io/v2/a, r.io/a",
        "r.io/v2, r.io/v2",
        "r.io/v3/, r.io/v3/",
        "user:fake-password@r.io/a, r.io/a",
        "https://user:fa@ke@r.io, r.io",
        "r.io?token=fake-token, r.io",
        "r.io/a#fake-token, r.io/a",
        "localhost/a, localhost/a",
        "*, *",
        "fake-password, ''",
        "fake-password/a, ''",
        "'', ''",
        "https://, ''",
        "oci://fake-token, ''",
        "HTTPS://r.io/fake-token, ''",
        "r.io/;token=fake-token, ''",
        "r.io/a&token=fake-token, ''",
        "r.io/user:fake-password, ''",
        "eyJmYWtlIjoiZmFrZSJ9.eyJmYWtlIjoiZmFrZSIsImZha2UiOiJmYWtlIiwiZmFrZSI6ImZha2UiLCJmYWtlIjoiZmFrZSJ9.ZmFrZQ, ''"
    })
    void isWhatRegistriesAreComparedBy(String key, String name) throws MalformedSecret {
        assertThat(RegistryName.canonical(key)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:fake/word@r.io",
                "user:1/word@r.io",
                "r.io/a%40b",
                "r.io:5000:1",
                "r io",
                "r.io/a b",
                "r.io\n",
                "r.io\u0000",
                "\"r.io\"",
                "<r.io>"
            })
    void isNothingThatNoHostOrPathCanHold(String key) {
        assertThatThrownBy(() -> RegistryName.canonical(key)).isInstanceOf(MalformedSecret.class);
    }
}

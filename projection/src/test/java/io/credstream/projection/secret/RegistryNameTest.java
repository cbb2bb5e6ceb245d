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
        "https://https://r.io, ''",
        "https://r.io/v1/v2/a, r.io/v2/a",
        "http://r.io/v1, r.io/v1",
        "r.io/a%2Db, r.io/a-b",
        "r.io/a%3Fb, r.io/a",
        "r.io/a%252Db, r.io/a-b",
        "r.io/a%25zz, ''",
        "r.io:, r.io:",
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

    /** Nothing is wrong with them, and no image is there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:1/word@r.io",
                "r.io/a%40b",
                "r.io:5000:1",
                "r.io/a b",
                "\"r.io\"",
                "<r.io>",
                "<your-registry-server>",
                "r.io#\n",
                "//r.io"
            })
    void isEmptyForWhatNoHostOrPathCanHold(String key) throws MalformedSecret {
        assertThat(RegistryName.canonical(key)).isIn("", "r.io");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:fake/word@r.io",
                "us er@r.io",
                "us%er@r.io",
                "r.io:port",
                "r io",
                "r%20io.io",
                "${REGISTRY}",
                "{{ .Values.registry }}",
                "r.io\n",
                "r.io\u0000",
                "r.io/%zz",
                "r.io#%zz",
                "r\\.io",
                "[a-c].io",
                "[::1"
            })
    void isNothingThatCannotBeParsed(String key) {
        assertThatThrownBy(() -> RegistryName.canonical(key)).isInstanceOf(MalformedSecret.class);
    }
}

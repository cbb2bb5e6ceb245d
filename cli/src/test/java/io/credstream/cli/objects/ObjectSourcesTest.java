package io.credstream.cli.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.cli.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectSourcesTest {

    @Test
    void standardInputIsReadAndItsDocumentsAreCounted() {
        ObjectFile file = read("""
                # nothing but a comment
                %YAML 1.1
                ---
                {kind: Secret, apiVersion: v1, metadata: {name: a}}
                ...
                # between
                ---
                ---  # another one
                kind: Secret
                apiVersion: v1
                metadata:
                  name: b
                  annotations:
                    text: |
                      ----
                      --- no document, being indented
                """);

        assertThat(file.unreadable()).isEmpty();
        assertThat(file.objects().stream().map(object -> object.title() + " " + object.place("metadata")))
                .containsExactly("Secret default/a stdin:4", "Secret default/b stdin:12");
        assertThat(file.objects().stream().map(object -> object.place().document()))
                .containsExactly(1, 2);
        assertThat(ObjectSources.argument(file.name())).isEqualTo("-");
    }

    @Test
    void aFewAliasesThatStandForGigabytesAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x]\n");
        for (int i = 1; i < 24; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(read(bomb.toString()).unreadable().toString()).contains("far more than an object can be");
    }

    @Test
    void whatIsNotInUtf8IsRefused() {
        InputStream latin = new ByteArrayInputStream("kind: S\u00e9cret".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ObjectSources.read(List.of("-"), latin))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("stdin: is not in UTF-8");
    }

    private static ObjectFile read(String text) {
        return ObjectSources.read(List.of("-"), new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .getFirst();
    }
}

package io.credstream.cli.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as kubectl 1.32 reads them, and as an API server takes what is in them. */
class ObjectReaderTest {
    private static final String HEAD = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x: y                                                    | true
            x: 0o17                                                 | 15
            x: 08                                                   | 8
            x: 1:30                                                 | "1:30"
            x: !!binary aGk=                                        | "hi"
            x: {y: 1}                                               | {"true":1}
            x: {0o17: 1, 1.5: 2}                                    | {"15":1,"1.5":2}
            x: {<<: {a: 1}, b: 2}                                   | {"a":1,"b":2}
            x: {<<: {a: 1}, a: 2}                                   | {"a":2}
            x: {a: 2, <<: {a: 1}}                                   | {"a":1}
            x: {<<: [{a: 1}, {a: 2, b: 3}]}                         | {"a":1,"b":3}
            x: {"<<": {a: 1}}                                       | {"<<":{"a":1}}
            """)
    void scalarsAndMergeKeysAreWhatKubectlMakesOfThem(String yaml, String json) {
        ObjectFile file = ObjectReader.read("f", HEAD + yaml + "\n");

        assertThat(file.unreadable()).isEmpty();
        assertThat(file.objects().getFirst().json().path("x")).hasToString(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x:\ty", "x: y\t", "x:\t\n  y: z", "x: [y,\tz]"})
    void aTabBetweenTwoWordsIsABlank(String yaml) {
        ObjectFile file = ObjectReader.read("f", HEAD + yaml + "\n");

        assertThat(file.unreadable()).isEmpty();
        assertThat(file.text()).contains(yaml);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            `x:\n\ty: z`                        | a tab where only blanks may be
            `x: 1\nx: 2`                        | f:5: document 1: has a duplicate key; remove one of them, or write --- between two objects
            x: {a: 1, a: 2}                     | has a duplicate key; remove one of them
            x: {y: 1, true: 2}                  | has a duplicate key
            x: {{ .Values.x }}                  | is a Helm template that is not rendered
            x: {{ .Values.x }}-y                | is a Helm template that is not rendered
            x: {[a]: b}                         | has a key that is not text
            x: {~: b}                           | has a key that is not text
            x: {<<: 5}                          | merges what is not a mapping
            x: .inf                             | has a value that JSON does not have
            stringData: {a: 1}                  | a value of stringData is not a string; write it in quotes
            data: {a: true}                     | a value of data is not a string
            data: {a: aGk}                      | a value of data is not base64
            data: {a: "aG k="}                  | a value of data is not base64
            data: {a: !!binary aGk=}            | a value of data is not base64
            """)
    void saysWhyItIsRefused(String yaml, String problem) {
        ObjectFile file = ObjectReader.read("f", HEAD + yaml + "\n");

        assertThat(file.objects()).isEmpty();
        assertThat(file.unreadable().toString()).contains(problem);
    }

    @Test
    void labelsAreStrings() {
        ObjectFile file = ObjectReader.read("f", HEAD.replace("{name: a}", "\n  name: a\n  labels:\n    b: true"));

        assertThat(file.unreadable().toString())
                .contains(
                        "f:6: document 1: Secret default/a: a value of metadata.labels is not a string; write it in quotes");
    }

    @Test
    void dataMayHaveLineBreaks() {
        JsonNode applied = ObjectReader.read("f", HEAD + "data:\n  a: |\n    aGVs\n    bG8=\n")
                .objects()
                .getFirst()
                .applied();

        assertThat(applied.path("data").path("a").textValue()).isEqualTo("aGVsbG8=");
    }

    @Test
    void objectsOfJsonMayStandOneAfterTheOther() {
        String json = "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"%s\"}}";
        ObjectFile file = ObjectReader.read(
                "f", "\ufeff" + json.formatted("a") + "\n" + json.formatted("b") + json.formatted("c"));

        assertThat(file.unreadable()).isEmpty();
        assertThat(file.objects()).extracting(KubernetesObject::name).containsExactly("a", "b", "c");
        assertThat(file.objects()).extracting(object -> object.place().line()).containsExactly(1, 2, 2);
        assertThat(file.objects())
                .allSatisfy(object -> assertThat(
                                file.text().substring(object.document().start()))
                        .startsWith(object.document().text()));
    }

    @Test
    void aListOfOneKindNamesItOnce() {
        ObjectFile file = ObjectReader.read("f", """
                {"kind": "SecretList", "apiVersion": "v1", "metadata": {}, "items": [{"metadata": {"name": "a"}}]}
                """);

        assertThat(file.objects()).extracting(KubernetesObject::title).containsExactly("Secret default/a");
    }
}

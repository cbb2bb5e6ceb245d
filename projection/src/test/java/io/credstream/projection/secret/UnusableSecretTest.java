package io.credstream.projection.secret;

import static io.credstream.projection.secret.Given.READER;
import static io.credstream.projection.secret.Given.config;
import static io.credstream.projection.secret.Given.data;
import static io.credstream.projection.secret.Given.legacy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Fingerprinting;
import io.credstream.projection.SecretFacts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** R7: what is wrong is a code, and nothing else is said of it. */
class UnusableSecretTest {
    private static final String TYPE = "kubernetes.io/dockerconfigjson";
    private static final String KEY = ".dockerconfigjson";

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"Opaque", "kubernetes.io/tls", "kubernetes.io/DockerConfigJson"})
    void ofAnotherType(@Nullable String type) {
        SecretFacts facts = READER.read(type, data(KEY, Given.base64("{}")), null, List.of());

        assertThat(facts.problem()).isEqualTo(Problem.WRONG_TYPE);
        assertThat(facts.registries()).isEmpty();
        assertThat(facts.fingerprints()).isEmpty();
    }

    static Stream<JsonNode> withoutData() {
        return Stream.of(
                MissingNode.getInstance(),
                NullNode.getInstance(),
                JsonNodeFactory.instance.textNode("e30="),
                JsonNodeFactory.instance.objectNode(),
                JsonNodeFactory.instance.objectNode().putNull(KEY),
                data(KEY, ""),
                data(".dockercfg", "e30="));
    }

    @ParameterizedTest
    @MethodSource
    void withoutData(JsonNode data) {
        assertThat(READER.read(TYPE, data, null, List.of()).problem()).isEqualTo(Problem.MISSING_DATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<INSERT_BASE64_HERE>", "e3=0", "e30=\n", "====", "\u00e9"})
    void withDataThatIsNoBase64(String encoded) {
        SecretFacts facts = READER.read(TYPE, data(KEY, encoded), null, List.of());

        assertThat(facts.problem()).isEqualTo(Problem.MALFORMED);
    }

    @Test
    void withDataThatIsNoString() {
        JsonNode number = JsonNodeFactory.instance.objectNode().put(KEY, 7);

        assertThat(READER.read(TYPE, number, null, List.of()).problem()).isEqualTo(Problem.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "[]",
                "7",
                "\"text\"",
                "{",
                "{}}",
                "{} {}",
                "{\"auths\":[]}",
                "{\"auths\":\"r.io\"}",
                "{\"auths\":{\"r.io\":\"fake\"}}",
                "{\"auths\":{\"r.io\":[]}}",
                "{\"auths\":{\"r.io\":{\"username\":7}}}",
                "{\"auths\":{\"r.io\":{\"password\":{}}}}",
                "{\"auths\":{\"r.io\":{\"password\":true}}}",
                "{\"auths\":{\"r.io\":{\"auth\":[]}}}",
                "{\"auths\":{\"r.io\":{\"identitytoken\":7}}}",
                "{\"auths\":{\"r.io\":{\"registrytoken\":7}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"not base64!\"}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"bm9jb2xvbg==\"}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"YTph\"},\"x.io\":{\"auth\":\"bm9jb2xvbg==\"}}}",
                "{\"auths\":{\"r.io:port\":{}}}",
                "{\"auths\":{\"r .io\":{}}}",
                "{\"auths\":{\"u:1/fake@r.io\":{}}}",
                "{\"auths\":{\"r.io/%zz\":{}}}",
                "{'auths':{}}",
                "{\"auths\":{},}",
                "{/* c */\"auths\":{}}"
            })
    void withDataThatIsNoDockerConfig(String json) {
        assertThat(config(json))
                .isEqualTo(new SecretFacts(
                        List.of(), Map.of(), null, Problem.MALFORMED, List.of(), new Fingerprinting("old", List.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"auths\":{\"r.io\":{}}}", "{\"r.io\":7}", "[]", "{\"r.io\":{\"auth\":7}}"})
    void withDataThatIsNoLegacyConfig(String json) {
        Problem expected = json.contains("auths") ? null : Problem.MALFORMED;

        assertThat(legacy(json).problem()).isEqualTo(expected);
    }

    /** Lifecycle-manager reads these without an error: they cover nothing, and harm nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "{\"auths\":{}}", "{\"auths\":null}", "{\"r.io\":{\"auth\":\"YTph\"}}"})
    void butAConfigWithoutLoginsIsJustEmpty(String json) {
        assertThat(config(json).problem()).isNull();
        assertThat(config(json).registries()).isEmpty();
    }

    @Test
    void withMoreRegistriesThanARecordTakes() {
        String logins = IntStream.rangeClosed(0, DockerConfigFormat.MAX_LOGINS)
                .mapToObj(i -> "\"r" + i + ".io\":{}")
                .collect(Collectors.joining(",", "{\"auths\":{", "}}"));

        assertThat(config(logins).problem()).isEqualTo(Problem.MALFORMED);
    }

    @Test
    void withMoreDataThanKubernetesAllows() {
        assertThat(READER.read(TYPE, data(KEY, "A".repeat(FingerprintingReader.MAX_ENCODED + 4)), null, List.of())
                        .problem())
                .isEqualTo(Problem.MALFORMED);
    }

    @Test
    void withNestingWithoutEnd() {
        assertThat(config("{\"x\":" + "[".repeat(100_000)).problem()).isEqualTo(Problem.MALFORMED);
    }
}

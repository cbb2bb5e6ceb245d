package io.credstream.projection.secret;

import static io.credstream.projection.secret.Given.READER;
import static io.credstream.projection.secret.Given.config;
import static io.credstream.projection.secret.Given.data;
import static io.credstream.projection.secret.Given.legacy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.credstream.model.Credential.Flaw;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Credential.Remark;
import io.credstream.model.Fingerprinting;
import io.credstream.model.RegistryEntry;
import io.credstream.projection.SecretFacts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
    @ValueSource(strings = {"<INSERT_BASE64_HERE>", "e3=0", "e30", "e30==", "====", "\u00e9"})
    void withDataThatIsNoBase64(String encoded) {
        SecretFacts facts = READER.read(TYPE, data(KEY, encoded), null, List.of());

        assertThat(facts.problem()).isEqualTo(Problem.MALFORMED);
        assertThat(facts.flaw()).isEqualTo(Flaw.NOT_BASE64);
    }

    @Test
    void butLineBreaksInBase64AreNothing() {
        assertThat(READER.read(TYPE, data(KEY, "e3\r\n0=\n"), null, List.of()).problem())
                .isNull();
    }

    @Test
    void withDataThatIsNoString() {
        JsonNode number = JsonNodeFactory.instance.objectNode().put(KEY, 7);

        assertThat(READER.read(TYPE, number, null, List.of()).problem()).isEqualTo(Problem.MALFORMED);
    }

    static Stream<Arguments> withDataThatIsNoDockerConfig() {
        return Stream.of(
                arguments(" ", Flaw.NOT_JSON),
                arguments("{", Flaw.NOT_JSON),
                arguments("{}}", Flaw.NOT_JSON),
                arguments("{} {}", Flaw.NOT_JSON),
                arguments("{'auths':{}}", Flaw.NOT_JSON),
                arguments("{\"auths\":{},}", Flaw.NOT_JSON),
                arguments("{/* c */\"auths\":{}}", Flaw.NOT_JSON),
                arguments("\ufeff{}", Flaw.NOT_JSON),
                arguments("[]", Flaw.NOT_AN_OBJECT),
                arguments("7", Flaw.NOT_AN_OBJECT),
                arguments("\"text\"", Flaw.NOT_AN_OBJECT),
                arguments("{\"auths\":[]}", Flaw.AUTHS_NOT_AN_OBJECT),
                arguments("{\"auths\":\"r.io\"}", Flaw.AUTHS_NOT_AN_OBJECT),
                arguments("{\"auth\u017f\":7}", Flaw.AUTHS_NOT_AN_OBJECT),
                arguments(auths("\"r.io\":\"fake\""), Flaw.LOGIN_NOT_AN_OBJECT),
                arguments(auths("\"r.io\":[]"), Flaw.LOGIN_NOT_AN_OBJECT),
                arguments(login("\"username\":7"), Flaw.FIELD_NOT_TEXT),
                arguments(login("\"password\":{}"), Flaw.FIELD_NOT_TEXT),
                arguments(login("\"password\":true"), Flaw.FIELD_NOT_TEXT),
                arguments(login("\"auth\":[]"), Flaw.FIELD_NOT_TEXT),
                arguments(login("\"identitytoken\":7"), Flaw.FIELD_NOT_TEXT),
                arguments(login("\"registrytoken\":7"), Flaw.FIELD_NOT_TEXT),
                arguments(login("\"auth\":\"not base64!\""), Flaw.AUTH_NOT_BASE64),
                arguments(login("\"auth\":\"YTph \""), Flaw.AUTH_NOT_BASE64),
                arguments(login("\"auth\":\"bm9jb2xvbg==\""), Flaw.AUTH_WITHOUT_COLON),
                arguments(auths("\"r.io\":{\"auth\":\"bm9jb2xvbg==\"},\"r.io\":{}"), Flaw.AUTH_WITHOUT_COLON),
                arguments(
                        auths("\"r.io\":{\"auth\":\"YTph\"},\"x.io\":{\"auth\":\"bm9jb2xvbg==\"}"),
                        Flaw.AUTH_WITHOUT_COLON),
                arguments(auths("\"r.io:port\":{}"), Flaw.KEY_NOT_AN_ADDRESS),
                arguments(auths("\"r .io\":{}"), Flaw.KEY_NOT_AN_ADDRESS),
                arguments(auths("\"u:fake/word@r.io\":{}"), Flaw.KEY_NOT_AN_ADDRESS),
                arguments(auths("\"r.io/%zz\":{}"), Flaw.KEY_NOT_AN_ADDRESS));
    }

    private static String auths(String entries) {
        return "{\"auths\":{" + entries + "}}";
    }

    private static String login(String fields) {
        return auths("\"r.io\":{" + fields + "}");
    }

    @ParameterizedTest
    @MethodSource
    void withDataThatIsNoDockerConfig(String json, Flaw flaw) {
        assertThat(config(json))
                .isEqualTo(new SecretFacts(
                        List.of(),
                        Map.of(),
                        null,
                        Problem.MALFORMED,
                        flaw,
                        List.of(),
                        List.of(),
                        new Fingerprinting("old", List.of())));
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

    /** Our limit is no problem of the Secret: what fits is known, and the fingerprint is that of the whole. */
    @Test
    void butMoreEntriesThanARecordTakesAreRemarkedOn() {
        SecretFacts many = config(entries(20_000, ""));
        SecretFacts fewer = config(entries(501, ""));

        assertThat(fewer.remarks()).isEmpty();
        assertThat(fewer.registries()).hasSize(501);
        assertThat(many.problem()).isNull();
        assertThat(many.remarks()).containsExactly(Remark.ENTRIES_LEFT_OUT);
        assertThat(many.registries()).hasSizeBetween(3_000, 20_000);
        assertThat(many.fingerprints())
                .isNotEqualTo(config(entries(20_000, "x")).fingerprints());
        assertThat(many.fingerprinting().covered()).isEmpty();
    }

    private static String entries(int count, String last) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "\"r" + i + ".io\":{\"username\":\"u\",\"password\":\"p" + (i == count - 1 ? last : "") + "\"}")
                .collect(Collectors.joining(",", "{\"auths\":{", "}}"));
    }

    @Test
    void norDoStrangeKeysOrLongOnesOrDeepFieldsSpoilTheOthers() {
        String good = "\"r.io\":{\"auth\":\"YTph\"}";
        for (String strange :
                List.of("<your-registry>", "r.io/a b", "r.io/%20", "a".repeat(100_000), "", "!", "*", "x=y")) {
            SecretFacts facts = config(auths("\"" + strange + "\":{}," + good));

            assertThat(facts.problem()).as(strange).isNull();
            assertThat(facts.registries()).extracting(RegistryEntry::registry).contains("r.io");
        }
        assertThat(config("{\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")
                        .problem())
                .isNull();
        assertThat(config("{\"x\":" + "1".repeat(5_000) + "}").problem()).isNull();
    }

    @Test
    void withMoreDataThanKubernetesAllows() {
        assertThat(READER.read(TYPE, data(KEY, "A".repeat(FingerprintingReader.MAX_ENCODED + 4)), null, List.of())
                        .flaw())
                .isEqualTo(Flaw.TOO_LONG);
    }

    @Test
    void withNestingWithoutEnd() {
        assertThat(config("{\"x\":" + "[".repeat(100_000)).problem()).isEqualTo(Problem.MALFORMED);
    }
}

package io.credstream.projection.secret;

import static io.credstream.projection.secret.Given.READER;
import static io.credstream.projection.secret.Given.base64;
import static io.credstream.projection.secret.Given.config;
import static io.credstream.projection.secret.Given.data;
import static io.credstream.projection.secret.Given.jwt;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Credential.Remark;
import io.credstream.projection.SecretFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {

    @ParameterizedTest
    @CsvSource({
        "2025-06-01T12:00:00Z, 2025-06-01T12:00:00Z",
        "2025-06-01T12:00:00+02:00, 2025-06-01T10:00:00Z",
        "2025-06-01t12:00:00.5z, 2025-06-01T12:00:00.500Z",
        "' 2025-06-01T12:00:00Z ', 2025-06-01T12:00:00Z"
    })
    void isWhatTheAnnotationStates(String annotation, Instant expiry) {
        assertThat(annotated(annotation)).isEqualTo(expiry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2025-06-01", "2025-06-01T12:00:00", "2025-13-01T12:00:00Z", "1748779200"})
    void isUnknownWhenTheAnnotationIsNoTime(String annotation) {
        assertThat(annotated(annotation)).isNull();
        assertThat(READER.read("Opaque", MissingNode.getInstance(), annotation, List.of())
                        .remarks())
                .containsExactly(Remark.MALFORMED_EXPIRY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "identitytoken", "registrytoken"})
    void isThatOfATokenWhereverItStands(String field) {
        assertThat(withToken(field, jwt("{\"sub\":{\"exp\":1},\"aud\":[1,{}],\"exp\":1748779200}")))
                .isEqualTo("2025-06-01T12:00:00Z");
    }

    @Test
    void isThatOfATokenInAuthToo() {
        String auth = base64("fake-user:" + jwt("{\"exp\":1748779200}"));

        assertThat(config("{\"auths\":{\"r.io\":{\"auth\":\"" + auth + "\"}}}").expiresAt())
                .isEqualTo("2025-06-01T12:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "7",
                "not json",
                "{\"exp\":\"1748779200\"}",
                "{\"exp\":null}",
                "{\"exp\":-1}",
                "{\"exp\":1e400}",
                "{\"exp\":1e99999999}",
                "{\"exp\":[1]}",
                "{\"exp\":"
            })
    void isUnknownWhenTheTokenStatesNoneThatMakesSense(String claims) {
        assertThat(withToken("identitytoken", jwt(claims))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a.b.c", "..", "a..c", "a.!.c", "a.b.c.d", "plain"})
    void isUnknownWhenTheSecretIsNoToken(String secret) {
        assertThat(withToken("password", secret)).isNull();
    }

    @Test
    void isTheEarliestOfAll() {
        String json = "{\"auths\":{\"a.io\":{\"registrytoken\":\"%s\"},\"b.io\":{\"registrytoken\":\"%s\"}}}"
                .formatted(jwt("{\"exp\":1748779300.9}"), jwt("{\"exp\":1748779200}"));

        SecretFacts facts = READER.read(
                "kubernetes.io/dockerconfigjson",
                data(".dockerconfigjson", base64(json)),
                "2030-01-01T00:00:00Z",
                List.of());

        assertThat(facts.expiresAt()).isEqualTo("2025-06-01T12:00:00Z");
    }

    /** As Amazon ECR hands them out, for the user AWS. */
    @Test
    void isThatOfAPasswordOfEcr() {
        String password =
                base64("{\"payload\":\"ZmFrZQ==\",\"datakey\":\"ZmFrZQ==\",\"version\":\"2\",\"type\":\"DATA_KEY\","
                        + "\"expiration\":1748779200}");

        assertThat(withToken("password", password)).isEqualTo("2025-06-01T12:00:00Z");
        assertThat(withToken("auth", base64("AWS:" + password))).isEqualTo("2025-06-01T12:00:00Z");
        assertThat(withToken("password", base64("{\"expiration\":\"soon\"}"))).isNull();
        assertThat(withToken("password", base64("{\"exp\":1748779200}"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\r\\n", " "})
    void isThatOfATokenWithALineBreakAtItsEnd(String end) {
        assertThat(withToken("password", jwt("{\"exp\":1748779200}") + end)).isEqualTo("2025-06-01T12:00:00Z");
    }

    private static @Nullable Instant annotated(String annotation) {
        SecretFacts facts = READER.read("Opaque", MissingNode.getInstance(), annotation, List.of());
        assertThat(facts.problem()).isEqualTo(Problem.WRONG_TYPE);
        return facts.expiresAt();
    }

    private static @Nullable Instant withToken(String field, String token) {
        SecretFacts facts = config("{\"auths\":{\"r.io\":{\"" + field + "\":\"" + token + "\"}}}");
        assertThat(facts.problem()).isNull();
        return facts.expiresAt();
    }
}

package io.credstream.projection.secret;

import static io.credstream.projection.secret.Given.base64;
import static io.credstream.projection.secret.Given.config;
import static io.credstream.projection.secret.Given.legacy;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.RegistryEntry;
import io.credstream.projection.SecretFacts;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same content in any spelling has the same fingerprints, other content has others. */
class SpellingTest {
    private static final String AUTH = base64("fake-user:fake-password");
    private static final String PLAIN =
            "{\"auths\":{\"r.io\":{\"username\":\"fake-user\",\"password\":\"fake-password\"}}}";

    static Stream<String> sameAsPlain() {
        return Stream.of(
                " {\n\t\"auths\" : { \"r.io\" : { \"password\": \"fake-password\", \"username\" : \"fake-user\" } } }\n",
                "{\"auths\":{\"r.io\":{\"auth\":\"" + AUTH + "\"}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"" + AUTH.replace("=", "") + "\"}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"" + AUTH.substring(0, 8) + "\\n" + AUTH.substring(8) + "\"}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"" + AUTH + "\",\"username\":\"other\",\"password\":\"other\"}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"" + AUTH + "\",\"email\":7,\"unknown\":{\"x\":[{}]}}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"" + AUTH + "\",\"identitytoken\":\"\",\"registrytoken\":null}}}",
                "{\"auths\":{\"r.io\":{\"Username\":\"fake-user\",\"PASSWORD\":\"fake-password\"}}}",
                "{\"auths\":{\"r.io\":{\"username\":\"\\u0066ake-user\",\"password\":\"fake\\u002dpassword\"}}}",
                "{\"auths\":{\"https://r.io/\":{\"auth\":\"" + AUTH + "\"}}}",
                "{\"auths\":{\"https://r.io/v1/\":{\"auth\":\"" + AUTH + "\"}}}",
                "{\"auths\":{\"https://someone:fake@r.io/v2/?a=b#c\":{\"auth\":\"" + AUTH + "\"}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"" + AUTH + "\"},\"https://r.io\":{\"auth\":\"" + AUTH + "\"}}}",
                "{\"auths\":{\"r.io\":{\"auth\":\"b3RoZXI6b3RoZXI=\"},\"r.io\":{\"auth\":\"" + AUTH + "\"}}}",
                "{\"auths\":{},\"credHelpers\":{\"x\":\"y\"},\"auths\":{\"r.io\":{\"auth\":\"" + AUTH + "\"}}}",
                "{\"auths\":{\"\":{\"auth\":\"b3RoZXI6b3RoZXI=\"},\"r.io\":{\"auth\":\"" + AUTH + "\"}}}");
    }

    @ParameterizedTest
    @MethodSource
    void sameAsPlain(String spelling) {
        assertThat(used(config(spelling))).isEqualTo(used(config(PLAIN)));
    }

    @Test
    void theLegacyFormSaysTheSame() {
        assertThat(legacy("{\"r.io\":{\"auth\":\"" + AUTH + "\",\"email\":\"a@example.org\"}}"))
                .isEqualTo(config(PLAIN));
    }

    @Test
    void plainHttpIsRememberedAndChangesNoFingerprint() {
        String both = "{\"auths\":{\"https://r.io\":{\"auth\":\"%1$s\"},\"http://r.io\":{\"auth\":\"%1$s\"}}}"
                .formatted(AUTH);
        SecretFacts facts = config(both);

        assertThat(facts.fingerprints()).isEqualTo(config(PLAIN).fingerprints());
        assertThat(facts.registries()).singleElement().satisfies(entry -> {
            assertThat(entry.plainHttp()).isTrue();
            assertThat(entry.revision())
                    .isEqualTo(config(PLAIN).registries().getFirst().revision());
        });
    }

    @Test
    void theOrderOfRegistriesSaysNothing() {
        assertThat(config("{\"auths\":{\"a.io\":{\"auth\":\"YTph\"},\"b.io\":{\"auth\":\"Yjpi\"}}}"))
                .isEqualTo(config("{\"auths\":{\"b.io\":{\"auth\":\"Yjpi\"},\"a.io\":{\"auth\":\"YTph\"}}}"));
    }

    /** Each differs from all others in content, most of them in where one field ends and the next one begins. */
    @Test
    void otherContentHasOtherFingerprints() {
        List<String> logins = List.of(
                "\"r.io\":{\"username\":\"a\",\"password\":\"bc\"}",
                "\"r.io\":{\"username\":\"ab\",\"password\":\"c\"}",
                "\"r.io\":{\"username\":\"abc\"}",
                "\"r.io\":{\"password\":\"abc\"}",
                "\"r.io\":{\"identitytoken\":\"abc\"}",
                "\"r.io\":{\"registrytoken\":\"abc\"}",
                "\"r.io\":{\"username\":\"a\",\"identitytoken\":\"bc\"}",
                "\"r.io\":{}",
                "\"r.i\":{\"username\":\"oa\",\"password\":\"bc\"}",
                "\"r.io:5000\":{\"username\":\"a\",\"password\":\"bc\"}",
                "\"r.io/a\":{\"username\":\"a\",\"password\":\"bc\"}",
                "\"r.io\":{\"username\":\"A\",\"password\":\"bc\"}",
                "\"r.io\":{\"username\":\"a\",\"password\":\"bc \"}",
                "\"r.io\":{\"auth\":\"" + base64("a:b:c") + "\"}");
        List<SecretFacts> facts = logins.stream()
                .map(login -> config("{\"auths\":{" + login + "}}"))
                .toList();

        assertThat(facts).allSatisfy(f -> assertThat(f.problem()).isNull());
        assertThat(facts).extracting(SecretFacts::fingerprints).doesNotHaveDuplicates();
        assertThat(facts)
                .flatExtracting(SecretFacts::registries)
                .hasSameSizeAs(logins)
                .extracting(RegistryEntry::fingerprints)
                .doesNotHaveDuplicates();
        assertThat(facts)
                .flatExtracting(SecretFacts::registries)
                .extracting(RegistryEntry::revision)
                .doesNotHaveDuplicates();
    }

    @Test
    void twoLoginsAreNotOneThatLooksLikeBoth() {
        assertThat(config("{\"auths\":{\"a.io\":{\"username\":\"x\"},\"b.io\":{}}}")
                        .fingerprints())
                .isNotEqualTo(config("{\"auths\":{\"a.io\":{},\"b.io\":{\"username\":\"x\"}}}")
                        .fingerprints());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auths\":{\"other.io\":{\"auth\":\"b3RoZXI6ZmFrZS1wYXNzd29yZA==\"}}}",
                "{\"auths\":{\"other.io\":{\"identitytoken\":\"fake-password\"}}}",
                "{\"auths\":{\"other.io\":{\"auth\":\"YTph\",\"registrytoken\":\"fake-password\"}}}"
            })
    void aSecretIsRecognisedWhereverItIsUsed(String other) {
        assertThat(secretsOf(config(other))).isEqualTo(secretsOf(config(PLAIN)));
        assertThat(config(other).registries().getFirst().fingerprints())
                .isNotEqualTo(config(PLAIN).registries().getFirst().fingerprints());
    }

    @Test
    void anonymousLoginsShareNoSecret() {
        assertThat(config("{\"auths\":{\"r.io\":{}}}").registries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.secretFingerprints()).isEmpty());
    }

    @Test
    void fingerprintsOfOneSortAreNeverThoseOfAnother() {
        SecretFacts facts = config(PLAIN);
        Set<String> all = Stream.of(
                        facts.fingerprints(),
                        facts.registries().getFirst().fingerprints(),
                        facts.registries().getFirst().secretFingerprints())
                .flatMap(byKey -> byKey.values().stream())
                .collect(Collectors.toSet());

        assertThat(all).hasSize(3).allMatch(fingerprint -> fingerprint.matches("[0-9a-f]{64}"));
    }

    private static List<?> secretsOf(SecretFacts facts) {
        return facts.registries().stream()
                .map(RegistryEntry::secretFingerprints)
                .toList();
    }

    /** What clients use; secrets that are overridden are there all the same. */
    private static SecretFacts used(SecretFacts facts) {
        return new SecretFacts(
                facts.registries(),
                facts.fingerprints(),
                facts.expiresAt(),
                facts.problem(),
                facts.flaw(),
                List.of(),
                List.of(),
                facts.fingerprinting());
    }
}

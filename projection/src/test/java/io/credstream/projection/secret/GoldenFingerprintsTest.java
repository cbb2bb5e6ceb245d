package io.credstream.projection.secret;

import static io.credstream.projection.secret.Given.NEW;
import static io.credstream.projection.secret.Given.OLD;
import static io.credstream.projection.secret.Given.reader;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.credstream.model.Credential;
import io.credstream.model.RegistryEntry;
import io.credstream.projection.SecretFacts;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Secrets with the fingerprints and revisions that the first version of the schemas has of them. The file was written by the code
 * of that time and is never written anew: a fingerprint that differs from it would be a rotation of the whole fleet that never
 * was.
 */
class GoldenFingerprintsTest {

    /** What was said of a Secret. */
    record Facts(
            Map<String, String> fingerprints, List<RegistryEntry> registries, Credential.@Nullable Problem problem) {}

    /** A Secret, and what was said of it. */
    record Case(String name, String type, String data, Facts facts) {
        SecretFacts read(List<RegistryEntry> previous) {
            String key = type.endsWith("json") ? ".dockerconfigjson" : ".dockercfg";
            return reader(NEW, OLD).read(type, Given.data(key, data), null, previous);
        }

        boolean isText() {
            return !name.startsWith("latin-1") && !name.startsWith("cut-off");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream golden = GoldenFingerprintsTest.class.getResourceAsStream("fingerprints.v1.json")) {
            return new ObjectMapper()
                    .readValue(Objects.requireNonNull(golden), new TypeReference<List<Case>>() {}).stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aFingerprintOfTextStaysWhatItWas(Case secret) {
        SecretFacts now = secret.read(List.of());

        assertThat(now.problem()).isEqualTo(secret.facts().problem());
        if (secret.isText()) {
            assertThat(now.fingerprints()).isEqualTo(secret.facts().fingerprints());
            assertThat(now.registries())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("noLogin") // said since the third schema
                    .isEqualTo(secret.facts().registries());
        } else {
            assertThat(now.fingerprints().entrySet())
                    .doesNotContainAnyElementsOf(secret.facts().fingerprints().entrySet());
            assertThat(now.registries().getFirst().fingerprints().entrySet())
                    .doesNotContainAnyElementsOf(secret.facts()
                            .registries()
                            .getFirst()
                            .fingerprints()
                            .entrySet());
        }
    }

    /** Of text or not: the first record after an upgrade announces no rotation. */
    @ParameterizedTest
    @MethodSource("cases")
    void aRevisionStaysWhatItWas(Case secret) {
        List<RegistryEntry> before = secret.facts().registries();
        List<RegistryEntry> after = secret.read(before).registries();

        assertThat(revisions(after)).isEqualTo(revisions(before));
        assertThat(revisions(secret.read(after).registries())).isEqualTo(revisions(before));
    }

    @Test
    void bytesThatWereOneForTheFirstSchemaAreTwoNow() throws IOException {
        Case umlaut = named("latin-1-auth");
        Case other = named("latin-1-auth-other");
        List<RegistryEntry> before = umlaut.facts().registries();
        assertThat(other.facts().registries()).isEqualTo(before);

        List<RegistryEntry> after = umlaut.read(before).registries();

        assertThat(revisions(other.read(after).registries())).doesNotContainAnyElementsOf(revisions(after));
    }

    private static Case named(String name) throws IOException {
        return cases().filter(secret -> secret.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> revisions(List<RegistryEntry> entries) {
        return entries.stream().map(RegistryEntry::revision).toList();
    }
}

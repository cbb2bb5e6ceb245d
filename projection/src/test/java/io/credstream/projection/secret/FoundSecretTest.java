package io.credstream.projection.secret;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoundSecretTest {

    private static final String PASSWORD = "not-a-password";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private FingerprintKeys keys;

    @BeforeEach
    void makeKeys() {
        keys = FingerprintKeys.generate(folder.resolve("keys.yaml"));
    }

    @Test
    void isTheOneThatIngestFingerprintsInWhateverFormItIsFound() {
        String auth = base64(("robot:" + PASSWORD).getBytes(UTF_8));
        String config = "{\"auths\":{\"reg.io\":{\"auth\":\"" + auth + "\"}}}";
        String expected = inSecret(PASSWORD.getBytes(UTF_8));

        assertThat(found(PASSWORD)).contains(expected);
        assertThat(found(PASSWORD + "\n")).contains(expected);
        assertThat(found("  " + PASSWORD + "\r\n")).contains(expected);
        assertThat(found(auth)).contains(expected);
        assertThat(found(auth.substring(0, 8) + "\n" + auth.substring(8) + "\n"))
                .contains(expected);
        assertThat(found(config)).containsExactly(expected);
        assertThat(found(base64(config.getBytes(UTF_8)))).contains(expected);
        assertThat(found("{\"reg.io\":{\"username\":\"robot\",\"password\":\"" + PASSWORD + "\"}}"))
                .containsExactly(expected);
    }

    /** As {@code echo} and editors leave it in a Secret. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void isFoundWithTheLineBreakThatIsInTheSecret(String end) {
        assertThat(found(PASSWORD)).contains(inSecret((PASSWORD + end).getBytes(UTF_8)));
    }

    static Stream<Arguments> encodings() {
        Charset windows = Charset.forName("windows-1252");
        List<Charset> written = List.of(UTF_8, ISO_8859_1, windows);
        return written.stream()
                .flatMap(inSecret ->
                        Stream.of(UTF_8, ISO_8859_1, windows, UTF_16).map(found -> Arguments.of(inSecret, found)));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void isFoundInWhateverEncodingItIsInEither(Charset inSecret, Charset found) {
        String password = "n\u00f6t-a-p\u00e4ssword";

        assertThat(FoundSecret.fingerprints(keys, password.getBytes(found)))
                .contains(inSecret(password.getBytes(inSecret)));
    }

    /** Records of the first schema, in which all bytes that are not UTF-8 were one. */
    @Test
    void isFoundInWhatWasRecordedBefore() {
        byte[] password = "n\u00f6t-a-password".getBytes(ISO_8859_1);
        String before = key(new Fingerprints(keys).secret("n\ufffdt-a-password"));

        assertThat(FoundSecret.fingerprints(keys, password.clone())).contains(before);
        assertThat(found("n\u00f6t-a-password")).contains(before);
    }

    @Test
    void ofAConfigAllSecretsCountWhetherUsedOrNot() {
        String config = """
                {"auths": {"reg.io": {"auth": "%s", "password": "fake-b", "identitytoken": "fake-c", "registrytoken": "fake-d"},
                           "alias": {"password": "fake-e", "password": "fake-f"}}}
                """.formatted(base64("robot:fake-a".getBytes(UTF_8)));

        assertThat(found(config))
                .containsExactlyInAnyOrderElementsOf(Stream.of("a", "b", "c", "d", "e", "f")
                        .map(end -> key(new Fingerprints(keys).secret("fake-" + end)))
                        .toList());
    }

    @Test
    void isNotWhatIsElsewhere() {
        assertThat(found("another-one")).doesNotContain(inSecret(PASSWORD.getBytes(UTF_8)));
    }

    @Test
    void nothingHasNoFingerprint() {
        assertThat(found("")).isEmpty();
        assertThat(found(" \n")).isEmpty();
        assertThat(found("\ufeff")).isEmpty();
    }

    @Test
    void isNotKept() {
        byte[] found = PASSWORD.getBytes(UTF_8);

        FoundSecret.fingerprints(keys, found);

        assertThat(found).containsOnly(0);
    }

    private Set<String> found(String text) {
        return FoundSecret.fingerprints(keys, text.getBytes(UTF_8));
    }

    /** What ingest says of a Secret with that password. */
    private String inSecret(byte[] password) {
        ByteArrayOutputStream login = new ByteArrayOutputStream();
        login.writeBytes("robot:".getBytes(UTF_8));
        login.writeBytes(password);
        String config = "{\"auths\":{\"reg.io\":{\"auth\":\"" + base64(login.toByteArray()) + "\"}}}";
        return key(Given.config(keys.reader(), config, List.of())
                .registries()
                .getFirst()
                .secretFingerprints());
    }

    private String key(Map<String, String> fingerprints) {
        return keys.currentId() + ":" + fingerprints.get(keys.currentId());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}

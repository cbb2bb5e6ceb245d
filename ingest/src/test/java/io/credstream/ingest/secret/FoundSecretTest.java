package io.credstream.ingest.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void isTheSameInWhateverFormItIsFound() {
        String auth = Base64.getEncoder().encodeToString(("robot:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        Set<String> plain = found(PASSWORD);

        assertThat(plain).hasSize(1);
        assertThat(found(PASSWORD + "\n")).isEqualTo(plain);
        assertThat(found(auth)).containsAll(plain);
        assertThat(found("{\"auths\":{\"reg.io\":{\"auth\":\"" + auth + "\"}}}"))
                .isEqualTo(plain);
        assertThat(found("{\"reg.io\":{\"username\":\"robot\",\"password\":\"" + PASSWORD + "\"}}"))
                .isEqualTo(plain);
    }

    @Test
    void isTheOneThatIngestFingerprints() {
        Login login = new Login("reg.io", false, "robot", PASSWORD, "", "");
        String expected =
                new Fingerprints(keys).entry(login).secretFingerprints().get(keys.currentId());

        assertThat(found(PASSWORD)).containsExactly(keys.currentId() + ":" + expected);
    }

    @Test
    void nothingHasNoFingerprint() {
        assertThat(found("")).isEmpty();
        assertThat(found(" \n")).isEmpty();
        assertThat(FoundSecret.fingerprints(keys, new byte[] {(byte) 0xff, 0})).isEmpty();
    }

    @Test
    void isNotKept() {
        byte[] found = PASSWORD.getBytes(StandardCharsets.UTF_8);

        FoundSecret.fingerprints(keys, found);

        assertThat(found).containsOnly(0);
    }

    private Set<String> found(String text) {
        return FoundSecret.fingerprints(keys, text.getBytes(StandardCharsets.UTF_8));
    }
}

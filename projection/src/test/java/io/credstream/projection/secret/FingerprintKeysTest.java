package io.credstream.projection.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.credstream.projection.SecretFacts;
import io.credstream.projection.SecretReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintKeysTest {
    /** 32 bytes in base64, obviously no key. */
    private static final String A = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE=";

    private static final String B = "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI=";
    private static final String C = "Q0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0NDQ0M=";
    private static final String SHORT = "QUFBQQ==";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void holdTheCurrentKeyAndDuringAChangeThePreviousOne() throws IOException {
        assertThat(load("current: {id: a, key: " + A + "}").ids()).containsExactly("a");

        FingerprintKeys both = load("current: {id: 2025, key: " + B + "}\nprevious: {id: a, key: " + A + "}");
        assertThat(both.currentId()).isEqualTo("2025");
        assertThat(both.ids()).containsExactlyInAnyOrder("2025", "a");
    }

    @Test
    void holdSeveralPreviousKeysAndNameThoseThatAreLost() throws IOException {
        FingerprintKeys keys = load("current: {id: c, key: " + C + "}\nprevious: [{id: b, key: " + B
                + "}, {id: a, key: " + A + "}]\nlost: [x, y]");

        assertThat(keys.previousIds()).containsExactly("b", "a");
        assertThat(keys.ids()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(keys.lostIds()).containsExactlyInAnyOrder("x", "y");
        assertThat(Given.config(keys.reader(), "{\"auths\":{\"r.io\":{}}}", List.of())
                        .fingerprints())
                .containsOnlyKeys("a", "b", "c");
    }

    @Test
    void areRefusedInAnotherEncodingThanUtf8() throws IOException {
        Path file = folder.resolve("keys.yaml");
        Files.write(file, ("current: {id: a, key: " + A + "} # \u00fc").getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(InvalidKeyFile.class)
                .isThrownBy(() -> FingerprintKeys.load(file))
                .withMessageContaining("keys.yaml: ")
                .withMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                        | is no YAML map: write current with id and key
            [a]                                       | is no YAML map
            {a                                        | is no YAML in UTF-8: write current with id and key
            {current: {id: a, id: b, key: A}}         | is no YAML in UTF-8: write current with id and key, each field once
            {}                                        | current is missing or no map: write id and key
            {current: A}                              | current is missing or no map
            {current: {key: A}}                       | current.id is missing or no id: write 1 to 32
            {current: {id: 'a b', key: A}}            | current.id is missing or no id
            {current: {id: a}}                        | current.key holds 0 bytes, and has to hold 32 to 1024
            {current: {id: a, key: SHORT}}            | current.key holds 4 bytes, and has to hold 32 to 1024
            {current: {id: a, key: 'fake key'}}       | current.key is no base64: write what `openssl rand -base64 32`
            {current: {id: a, key: A, kye: B}}        | current.kye is no field of a key file: remove it
            {current: {id: a, key: A}, next: {}}      | next is no field of a key file: remove it, or write one of [current, lost, previous]
            {current: {id: a, key: A}, previous: }    | previous is missing or no map
            {current: {id: a, key: A}, previous: {id: a, key: B}} | previous.id is that of current: give the new key an id
            {current: {id: a, key: A}, previous: {id: b, key: A}} | previous.key is that of current: write a new key
            {current: {id: a, key: A}, previous: []} {current: {id: a, key: A}} | is no YAML
            {current: {id: a, key: A}, previous: [x]} | previous[0] is missing or no map: write id and key
            {current: {id: a, key: A}, previous: [{id: b, key: B}, {id: b, key: C}]} | previous[1].id is that of previous[0]
            {current: {id: a, key: A}, previous: [{id: b, key: B}, {id: c, key: B}]} | previous[1].key is that of previous[0]
            {current: {id: a, key: A}, previous: [{id: b, key: B}, {id: a, key: C}]} | previous[1].id is that of current
            {current: {id: a, key: A}, previous: [{id: b, key: SHORT}]} | previous[0].key holds 4 bytes
            {current: {id: a, key: A}, previous: [{}, {}, {}, {}, {}]} | previous holds 5 keys, and may hold 4: remove those that 'credstream doctor' says may go
            {current: {id: a, key: A}, lost: b}       | lost is no list: write ids of keys that nobody has any more
            {current: {id: a, key: A}, lost: ['b c']} | lost[0] is missing or no id
            {current: {id: a, key: A}, lost: [b, b]}  | lost[1] is there twice: remove one
            {current: {id: a, key: A}, lost: [a]}     | lost[0] is that of current: a key that is here is not lost
            """)
    void areRefusedWithFileFieldAndFix(String yaml, String problem) {
        String content = yaml.replace("key: A", "key: " + A)
                .replace("key: B", "key: " + B)
                .replace("key: C", "key: " + C)
                .replace("SHORT", SHORT);

        assertThatExceptionOfType(InvalidKeyFile.class)
                .isThrownBy(() -> load(content))
                .withMessageContaining(folder.resolve("keys.yaml") + ": ")
                .withMessageContaining(problem)
                .withNoCause()
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(A, B, C, SHORT, "fake key"));
    }

    @Test
    void tellAllProblemsAtOnce() {
        assertThatExceptionOfType(InvalidKeyFile.class)
                .isThrownBy(() -> load("current: {id: '', key: x}\nprevious: {}\nother: 1"))
                .satisfies(e -> assertThat(e.problems()).hasSize(5));
    }

    @Test
    void areRefusedWithoutAFile() {
        assertThatExceptionOfType(InvalidKeyFile.class)
                .isThrownBy(() -> FingerprintKeys.load(folder.resolve("none.yaml")))
                .withMessageContaining("none.yaml: does not exist");
        assertThatExceptionOfType(InvalidKeyFile.class)
                .isThrownBy(() -> FingerprintKeys.load(folder))
                .withMessageContaining("cannot be read");
    }

    @Test
    void areRefusedInAFileThatEveryoneMayWrite() throws IOException {
        Path file = write("current: {id: a, key: " + A + "}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThatExceptionOfType(InvalidKeyFile.class)
                .isThrownBy(() -> FingerprintKeys.load(file))
                .withMessageContaining("everyone may write it: chmod 600");
    }

    @Test
    void warnOfAFileThatEveryoneMayRead() throws IOException {
        Path file = write("current: {id: a, key: " + A + "}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(FingerprintKeys.load(file).warnings())
                .singleElement()
                .asString()
                .contains("defaultMode: 0440");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
        assertThat(FingerprintKeys.load(file).warnings()).isEmpty();
    }

    @Test
    void areGeneratedForTheirOwnerOnly() throws IOException {
        Path file = folder.resolve("new.yaml");

        FingerprintKeys keys = FingerprintKeys.generate(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(keys.warnings()).isEmpty();
        assertThat(FingerprintKeys.load(file).currentId()).isEqualTo(keys.currentId());
        assertThat(folder).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.credstream*");
    }

    @Test
    void areNeverGeneratedTwice() throws IOException {
        Path file = write("precious");

        assertThatExceptionOfType(InvalidKeyFile.class)
                .isThrownBy(() -> FingerprintKeys.generate(file))
                .withMessageContaining("exists");
        assertThat(file).hasContent("precious");
    }

    @Test
    void areGeneratedOnlyWhereTheyCanBeWritten() {
        assertThatExceptionOfType(InvalidKeyFile.class)
                .isThrownBy(() -> FingerprintKeys.generate(folder.resolve("none/keys.yaml")))
                .withMessageContaining("cannot be written");
    }

    @Test
    void showNoByteOfAKey() throws IOException {
        FingerprintKeys keys = load("current: {id: b, key: " + B + "}\nprevious: {id: a, key: " + A + "}");

        assertThat(keys).hasToString("FingerprintKeys[b, a]");
        assertThat(Given.key("a", 7)).hasToString("FingerprintKey[a]");
    }

    /** Computed with another implementation, so that a change of the form, which would break every history, is noticed. */
    @Test
    void fingerprintAsTheyAlwaysDid() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 'A');
        SecretReader reader = Given.reader(new FingerprintKey("a", key), null);

        SecretFacts facts = Given.config(
                reader,
                "{\"auths\":{\"r.io\":{\"username\":\"fake-user\",\"password\":\"fake-password\"}}}",
                List.of());

        assertThat(facts.fingerprints())
                .containsEntry("a", "aa7e4afd1aa1ccbc54cade4333d7981c4b3ed0730b03f6cc30c365474335ae68");
        assertThat(facts.registries().getFirst().fingerprints())
                .containsEntry("a", "685437e61c3dcac7c138a57113f7f78cd212feedc6b484a65416b797fd795914");
        assertThat(facts.registries().getFirst().secretFingerprints())
                .containsEntry("a", "deedb687981356828e592b2925a4580ec3b587b19531e34526a3643632385f86");
    }

    private FingerprintKeys load(String content) throws IOException {
        return FingerprintKeys.load(write(content));
    }

    private Path write(String content) throws IOException {
        Path file = folder.resolve("keys.yaml");
        Files.writeString(file, content);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        return file;
    }
}

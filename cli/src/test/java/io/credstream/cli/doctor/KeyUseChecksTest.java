package io.credstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Facts;
import io.credstream.audit.rotation.KeyUse;
import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.Fingerprinting;
import io.credstream.model.Fingerprinting.Field;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a previous key may go, and who still needs one. */
class KeyUseChecksTest {

    private static final Cause CAUSE = new Cause.Request("test", "test");

    private final Facts facts = new Facts(Topics.withPrefix(""));
    private long offset;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aPreviousKeyMayGoWhenEverythingIsKnownUnderTheCurrentOne() throws IOException {
        member("kcp-a");
        credential("kcp-a", "one", "k2", "k1", "k2");

        assertThat(said("current: k2", "previous: k1"))
                .containsExactly(
                        "fine k2: is the current one",
                        "fine k1: may go from ingest's file now; keep a copy for 'leak', as long as the log has records"
                                + " from before the change");
    }

    @Test
    void aPreviousKeyStaysForClustersThatWereNotWatchedSince() throws IOException {
        member("kcp-a");
        member("kcp-b");
        credential("kcp-b", "one", "k1", "k1");
        credential("kcp-a", "one", "k2", "k1", "k2");

        assertThat(said("current: k2", "previous: k1"))
                .contains(
                        "fine k1: may not go yet: it is needed for credentials of kcp-b until their clusters have been"
                                + " watched with the current key");
        KeyUse use = KeyUse.of(facts);
        assertThat(use.current()).isEqualTo("k2");
        assertThat(use.without("kcp-b", "k2")).isEqualTo(1);
        assertThat(use.without("kcp-a", "k2")).isZero();
        assertThat(use.groups("kcp-a")).containsExactly(new KeyUse.Group(List.of("k1", "k2"), 1));
    }

    @Test
    void whatHasLeftTheFleetDoesNotCount() throws IOException {
        member("kcp-a");
        credential("kcp-a", "one", "k2", "k1", "k2");
        credential("left", "one", "k0", "k0");

        assertThat(said("current: k2", "previous: k1")).allMatch(line -> line.startsWith("fine"));
    }

    @Test
    void aKeyThatIsNotInTheFileIsNamedWithWhoNeedsIt() throws IOException {
        member("kcp-a");
        member("kcp-b");
        credential("kcp-a", "one", "k3", "k2", "k3");
        credential("kcp-b", "one", "k1", "k1");

        assertThat(said("current: k3", "previous: k2"))
                .contains(
                        "trouble k1: is not in the file, and credentials of kcp-b are known under no other: they stay as"
                                + " they were reported; add it to 'previous', or to 'lost' if nobody has it any more");
        assertThat(said("current: k3", "previous: k2", "lost: k1"))
                .contains("fine k1: is lost: credentials of kcp-b count as rotated when their clusters are watched");
        credential("kcp-b", "one", "k3", "k3", "k2");
        assertThat(said("current: k3", "previous: k2", "lost: k1"))
                .contains("fine k1: is lost, and no credential is known under lost keys alone any more: it may go from"
                        + " 'lost'");
    }

    @Test
    void anIdThatTheLogDoesNotKnowIsNamed() throws IOException {
        member("kcp-a");
        credential("kcp-a", "one", "k1", "k1");

        assertThat(said("current: k2", "previous: misspelled"))
                .containsExactly(
                        "trouble k2: is the current one, and nothing is fingerprinted with it; start every ingest with"
                                + " this file",
                        "trouble misspelled: is a previous one, and nothing in the log was made with it; correct its id if"
                                + " it is misspelled, or remove it",
                        "trouble k1: is not in the file, and credentials of kcp-a are known under no other: they stay as"
                                + " they were reported; add it to 'previous', or to 'lost' if nobody has it any more");
    }

    @Test
    void anEmptyLogNeedsNoKey() throws IOException {
        assertThat(said("current: k2", "previous: k1")).allMatch(line -> line.startsWith("fine"));
    }

    private List<String> said(String... keys) throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < keys.length; i++) {
            String[] key = keys[i].split(": ", -1);
            byte[] bytes = new byte[32];
            Arrays.fill(bytes, (byte) (i + 1));
            yaml.append(
                    key[0].equals("lost")
                            ? "lost: [%s]\n".formatted(key[1])
                            : "%s: {id: %s, key: %s}\n"
                                    .formatted(
                                            key[0], key[1], Base64.getEncoder().encodeToString(bytes)));
        }
        Path file = folder.resolve("keys.yaml");
        Files.writeString(file, yaml);
        return KeyUseChecks.of(FingerprintKeys.load(file), KeyUse.of(facts)).stream()
                .map(finding -> switch (finding) {
                    case Fine(String what, String is) -> "fine " + what.replace("Fingerprint key ", "") + ": " + is;
                    case Trouble(String what, String is, String fix) ->
                        "trouble " + what.replace("Fingerprint key ", "") + ": " + is + "; " + fix;
                })
                .toList();
    }

    private void member(String id) {
        Cluster cluster = new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("kubeconfig", null),
                List.of("kcp-system"),
                "1.3.10",
                CAUSE);
        facts.accept(facts.topics().clusters(), new TopicRecord.Value<>(id, cluster, at(), time()));
    }

    private void credential(String cluster, String name, String current, String... keys) {
        ObjectRef ref = new ObjectRef(cluster, "kcp-system", name);
        var fingerprints = new TreeMap<String, String>();
        Arrays.stream(keys).forEach(key -> fingerprints.put(key, "aa"));
        Credential credential = new Credential(
                ref,
                "uid",
                new Version(1, String.valueOf(offset)),
                new TreeMap<>(),
                List.of(),
                fingerprints,
                null,
                null,
                List.of(),
                new Fingerprinting(current, List.of(Field.values())),
                null,
                List.of(),
                CAUSE);
        facts.accept(facts.topics().credentials(), new TopicRecord.Value<>(ref.key(), credential, at(), time()));
    }

    private Coordinates at() {
        return new Coordinates("topic", 0, offset++);
    }

    private Instant time() {
        return Instant.ofEpochSecond(offset);
    }
}

package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Credential;
import io.credstream.model.RegistryEntry;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fingerprint keys that change while a cluster is away: the others go on, and that one says what it lacks. */
class KeysIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String AWAY = "kcp-away";
    private static final String THERE = "kcp-there";

    private final World world = new World();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void stop() {
        world.close();
        assertThat(world.bugs()).isEmpty();
    }

    @Test
    void aClusterThatIsAwayThroughTwoChangesHindersNobodyAndIsHeldUntilItsKeyIsBack() throws IOException {
        // Given
        Ingest ingest = start("current: 1");
        apply(THERE, "one", "fake-1");
        apply(AWAY, "one", "fake-1");
        apply(AWAY, "leaving", "fake-2");
        world.controlPlane(THERE);
        world.controlPlane(AWAY);
        awaitKeys(THERE, "one", "k1");
        awaitKeys(AWAY, "one", "k1");
        awaitKeys(AWAY, "leaving", "k1");
        String there = revision(THERE, "one");
        String away = revision(AWAY, "one");
        ingest.close();
        world.cluster(AWAY).takeDown();
        // When
        ingest = start("current: 2", "previous: 1");
        awaitKeys(THERE, "one", "k1", "k2");
        ingest.close();
        ingest = start("current: 3", "previous: 2");
        // Then
        awaitKeys(THERE, "one", "k2", "k3");
        assertThat(revision(THERE, "one")).isEqualTo(there);
        // When
        world.cluster(AWAY).as("kubectl").delete(ResourceKind.SECRETS, "kcp-system", "leaving");
        apply(AWAY, "new", "fake-3");
        world.cluster(AWAY).bringUp();
        // Then
        awaitCondition(AWAY, Condition.FINGERPRINT_KEY_UNKNOWN);
        assertThat(world.status(AWAY).map(ClusterStatus::fix).orElseThrow())
                .contains("the key k1,", "'previous'", "'lost'");
        awaitKeys(AWAY, "new", "k2", "k3");
        await().atMost(SOON).until(() -> credential(AWAY, "leaving").isEmpty());
        apply(THERE, "one", "fake-4");
        await().atMost(SOON).until(() -> !revision(THERE, "one").equals(there));
        assertThat(credential(AWAY, "one").orElseThrow().fingerprints()).containsOnlyKeys("k1");
        // When
        ingest.close();
        ingest = start("current: 3", "previous: 2", "previous: 1");
        // Then
        awaitKeys(AWAY, "one", "k1", "k2", "k3");
        assertThat(revision(AWAY, "one")).isEqualTo(away);
        awaitCondition(AWAY, Condition.WATCHED);
        ingest.close();
    }

    @Test
    void whatIsKnownUnderALostKeyAloneCountsAsRotatedOnceAnOperatorSaysSo() throws IOException {
        // Given
        Ingest ingest = start("current: 1");
        apply(AWAY, "one", "fake-1");
        world.controlPlane(AWAY);
        awaitKeys(AWAY, "one", "k1");
        String before = revision(AWAY, "one");
        ingest.close();
        // When
        ingest = start("current: 2");
        // Then
        awaitCondition(AWAY, Condition.FINGERPRINT_KEY_UNKNOWN);
        assertThat(revision(AWAY, "one")).isEqualTo(before);
        // When
        ingest.close();
        ingest = start("current: 2", "lost: 1");
        // Then
        awaitKeys(AWAY, "one", "k2");
        assertThat(revision(AWAY, "one")).isNotEqualTo(before);
        awaitCondition(AWAY, Condition.WATCHED);
        ingest.close();
    }

    @Test
    void whatHasLeftTheFleetNeedsNoKey() throws IOException {
        // Given
        Ingest ingest = start("current: 1");
        apply(AWAY, "one", "fake-1");
        apply(THERE, "one", "fake-1");
        world.controlPlane(AWAY);
        world.controlPlane(THERE);
        awaitKeys(AWAY, "one", "k1");
        awaitKeys(THERE, "one", "k1");
        ingest.close();
        // When
        world.leave(AWAY);
        ingest = start("current: 2", "lost: 1");
        // Then
        awaitKeys(THERE, "one", "k2");
        await().atMost(SOON).until(() -> credential(AWAY, "one").isEmpty());
        ingest.close();
    }

    private Ingest start(String... keys) throws IOException {
        List<String> previous = new ArrayList<>();
        StringBuilder yaml = new StringBuilder();
        for (String key : keys) {
            int number = Integer.parseInt(key.substring(key.indexOf(' ') + 1));
            byte[] bytes = new byte[32];
            Arrays.fill(bytes, (byte) number);
            String entry =
                    "{id: k%d, key: %s}".formatted(number, Base64.getEncoder().encodeToString(bytes));
            if (key.startsWith("previous")) {
                previous.add(entry);
            } else {
                yaml.append(key.startsWith("lost") ? "lost: [k" + number + "]" : "current: " + entry)
                        .append('\n');
            }
        }
        Path file = folder.resolve("keys.yaml");
        Files.writeString(file, yaml + "previous: " + previous + "\n");
        IngestConfig config = world.config();
        return world.startIngest(IngestConfig.of(config.kafka(), file).withWatching(config.watching()));
    }

    private void apply(String cluster, String name, String password) {
        String config = "{\"auths\":{\"reg.example\":{\"username\":\"robot\",\"password\":\"" + password + "\"}}}";
        world.cluster(cluster).as("kubectl").apply("""
                apiVersion: v1
                kind: Secret
                metadata:
                  namespace: kcp-system
                  name: %s
                  labels: {operator.kyma-project.io/managed-by: lifecycle-manager}
                type: kubernetes.io/dockerconfigjson
                data:
                  .dockerconfigjson: %s
                """.formatted(
                        name, Base64.getEncoder().encodeToString(config.getBytes(StandardCharsets.UTF_8))));
    }

    private void awaitKeys(String cluster, String name, String... keys) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(credential(cluster, name)
                                .map(credential -> credential.fingerprints().keySet()))
                        .contains(Set.of(keys)));
    }

    private void awaitCondition(String cluster, Condition condition) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.status(cluster).map(ClusterStatus::condition))
                        .contains(condition));
    }

    private Optional<Credential> credential(String cluster, String name) {
        return world.latest(world.topics().credentials()).get(cluster + "/kcp-system/" + name);
    }

    private String revision(String cluster, String name) {
        return credential(cluster, name).stream()
                .flatMap(credential -> credential.registries().stream())
                .map(RegistryEntry::revision)
                .findFirst()
                .orElseThrow();
    }
}

package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.e2e.Terminal.Said;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.sandbox.api.ClusterUser;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an operator puts Credstream to work on a control plane of two thousand Manifests, and off it again. */
class FuseIT {

    private static final String NS = CONTROL_PLANE_NAMESPACE;
    private static final int MANIFESTS = 2000;
    private static final int FUSE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private TestFleet world;
    private ClusterUser user;

    @BeforeEach
    void aModuleOnManyClusters() {
        world = new TestFleet(folder);
        user = world.user("kcp");
        world.apply("kcp", Yaml.secret(NS, "one", "one", Yaml.REGISTRY, "not-a-password"));
        world.apply("kcp", Yaml.template(NS, "m", Yaml.label("one"), null));
        IntStream.range(0, MANIFESTS).forEach(i -> world.apply("kcp", Yaml.manifest(NS, "kyma-" + i, "m", false)));
        world.join(world.controlPlane("kcp").withFuse(FUSE));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void looksHoldsWritesAndGoesAgain() throws IOException {
        Map<String, ObjectNode> before = manifests();
        // Observing: everything is decided, nothing is written
        world.services().start(Service.INGEST);
        world.services().start(Service.PROCESSOR);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(items("get", "pending")).hasSize(MANIFESTS));
        assertThat(items("get", "pending").get(0).path("changes").toString()).contains(":\"one\"");
        assertThat(manifests()).isEqualTo(before);
        // With a sink: it is one change, and too large; over a restart too
        world.services().start(Service.SINK);
        awaitHeld(MANIFESTS);
        world.services().running(Service.SINK).getFirst().close();
        world.services().start(Service.SINK);
        awaitHeld(MANIFESTS);
        assertThat(manifests()).isEqualTo(before);
        // Where the topic that says so is lost, it stays held, and is said again
        new Kafka(world).replace(List.of(world.topics().orders()));
        awaitHeld(MANIFESTS);
        assertThat(manifests()).isEqualTo(before);
        // Released, all of it is written
        release();
        await().atMost(PATIENCE).untilAsserted(() -> new Converges().verify(world));
        assertThat(manifests()).isNotEqualTo(before);
        // The next change is planned, and held as planned, but for what was written before it was seen to be too large
        Path planned = Files.writeString(folder.resolve("two.yaml"), Yaml.template(NS, "m", Yaml.label("two"), null));
        assertThat(run("plan", "-f", planned.toString(), "--cluster", "kcp").out())
                .contains("The fuse of kcp (" + FUSE + ") would hold a change of " + MANIFESTS + " Manifests");
        Map<String, ObjectNode> written = manifests();
        world.apply("kcp", Yaml.template(NS, "m", Yaml.label("two"), null));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(held())
                        .isGreaterThanOrEqualTo(MANIFESTS - FUSE)
                        .isEqualTo(items("get", "pending").size()));
        assertThat(difference(written, manifests())).isBetween(0, FUSE).isEqualTo(MANIFESTS - held());
        assertThat(items("get", "held").get(0).path("object").asText()).isEqualTo("kcp/" + NS + "/m-regular");
        // Undone, nothing of it is left
        world.apply("kcp", Yaml.template(NS, "m", Yaml.label("one"), null));
        await().atMost(PATIENCE).untilAsserted(() -> new Converges().verify(world));
        assertThat(run("get", "held").err()).contains("No changes held");
        // Withdrawn, everything is as it was before
        assertThat(run("withdraw", "--all", "--reason", "uninstall", "--accept-worse")
                        .exitCode())
                .isZero();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(manifests()).isEqualTo(before));
    }

    private void awaitHeld(int manifests) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(held()).isEqualTo(manifests));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(items("get", "pending"))
                        .allSatisfy(
                                row -> assertThat(row.path("result").asText()).isEqualTo("Held")));
    }

    private void release() {
        Said released = run("release", "--cluster", "kcp", "--reason", "reviewed", "--user", "alice");
        assertThat(released.out()).contains(MANIFESTS + " Manifests are to be written.");
        assertThat(run("get", "orders").out()).contains("resume", "change/kcp/", "alice", "reviewed");
    }

    private int held() throws IOException {
        int manifests = 0;
        for (JsonNode change : items("get", "held")) {
            manifests += change.path("manifests").size();
        }
        return manifests;
    }

    private static int difference(Map<String, ObjectNode> one, Map<String, ObjectNode> other) {
        return (int) one.entrySet().stream()
                .filter(manifest -> !manifest.getValue().equals(other.get(manifest.getKey())))
                .count();
    }

    /** Without what every write changes. */
    private Map<String, ObjectNode> manifests() {
        Map<String, ObjectNode> manifests = new TreeMap<>();
        for (ObjectNode manifest : user.list(ResourceKind.MANIFESTS)) {
            ObjectNode copy = manifest.deepCopy();
            copy.withObject("/metadata").remove(List.of("resourceVersion", "generation", "managedFields"));
            manifests.put(copy.at("/metadata/name").asText(), copy);
        }
        return manifests;
    }

    private JsonNode items(String... command) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("-o", "json"));
        return new ObjectMapper()
                .readTree(run(arguments.toArray(String[]::new)).out())
                .path("items");
    }

    private Said run(String... command) {
        return new Terminal(world).run(command);
    }
}

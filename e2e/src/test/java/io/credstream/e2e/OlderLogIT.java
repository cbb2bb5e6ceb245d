package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static io.credstream.guarantee.TestFleet.RUNTIME_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.avro.SchemaHeader;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.sandbox.api.ClusterUser;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.api.Faults;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log that is older than the clusters that it is about, as after the broker's folder of yesterday was put back: between the log's end
 * and the start a template was changed and its Manifests were brought up to it, of which the log knows nothing.
 */
class OlderLogIT {

    private static final Duration SOON = Duration.ofSeconds(90);

    /** Longer than a decision takes from the observation of its Manifest to the patch. */
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private static final String NS = CONTROL_PLANE_NAMESPACE;
    private static final String RUNTIME = "skr-of-kcp-eu";
    private static final List<String> MANIFESTS = List.of("a-bound", "b-bound");

    @TempDir
    Path folder;

    private TestFleet world;

    @BeforeEach
    void setTheScene() {
        world = new TestFleet(folder);
        world.services().waitingPatiently();
        Play.on(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void rightManifestsAreNotOverwrittenWhileTheTemplatesCannotBeListed() {
        // Given Manifests as they are under the later template
        world.services().startAll(1);
        changeTemplate("bound");
        new Converges().holdsSoon(world);
        changeTemplate("elsewhere");
        new Converges().holdsSoon(world);
        Map<String, ObjectNode> right = manifests();
        // And a log that ends before it
        changeTemplate("bound");
        new Converges().holdsSoon(world);
        world.services().stopAll();
        changeTemplate("elsewhere");
        right.forEach(this::putBack);
        long patches = patches("kcp-eu");
        // When
        Faults.Injection refused = world.cluster("kcp-eu")
                .faults()
                .inject(
                        new Fault.Answer(503),
                        request -> request.isAbout(ResourceKind.MODULE_TEMPLATES),
                        Faults.ALWAYS);
        world.services().startAll(1);
        await().atMost(SOON).until(() -> status("kcp-eu").lastKnown().equals(List.of(Kind.MODULE_TEMPLATE)));
        // And another control plane goes on
        world.apply("kcp-ap", Yaml.template(NS, "bound", Yaml.label("elsewhere"), Yaml.label("bound")));
        await().atMost(SOON).until(() -> selector("kcp-ap", "a-bound").contains("elsewhere"));
        // Then
        await().during(A_WHILE).atMost(SOON).until(() -> patches("kcp-eu") == patches);
        assertThat(status("kcp-eu").isBindable()).isFalse();
        assertThat(refused.hits()).isPositive();
        // When
        refused.close();
        // Then nothing had to change
        await().atMost(SOON).until(() -> status("kcp-eu").isBindable());
        new Converges().holdsSoon(world);
        assertThat(patches("kcp-eu")).isEqualTo(patches);
        MANIFESTS.forEach(name -> assertThat(selector("kcp-eu", name)).contains("elsewhere"));
        // And it goes on as ever
        changeTemplate("bound");
        new Converges().holdsSoon(world);
        Guarantee.always().forEach(guarantee -> guarantee.verify(world));
    }

    @Test
    void rightManifestsAreNotOverwrittenFromTemplatesOfARuntimeThatIsNotHeardOfYet() {
        // Given a Manifest as it is under the later template of its runtime
        world.apply(RUNTIME, Yaml.secret(RUNTIME_NAMESPACE, "later", "later", Yaml.REGISTRY, "not-a-password-9"));
        world.services().startAll(1);
        changeRemoteTemplate("later");
        new Converges().holdsSoon(world);
        ObjectNode right = manifest("a-remote");
        // And a log that ends before it
        changeRemoteTemplate("remote");
        new Converges().holdsSoon(world);
        world.services().stopAll();
        changeRemoteTemplate("later");
        putBack("a-remote", right);
        long patches = patches("kcp-eu");
        // When the runtime takes its time, and then does not list
        Faults faults = world.cluster(RUNTIME).faults();
        faults.inject(new Fault.Delay(Duration.ofSeconds(3)), request -> true, Faults.ALWAYS);
        faults.inject(new Fault.Answer(503), request -> request.isAbout(ResourceKind.MODULE_TEMPLATES), Faults.ALWAYS);
        world.services().startAll(1);
        await().atMost(SOON).until(() -> status("kcp-eu").isBindable());
        // Then
        await().during(A_WHILE).atMost(SOON).until(() -> patches("kcp-eu") == patches);
        assertThat(status(RUNTIME).isBindable()).isFalse();
        // When
        faults.clear();
        // Then nothing had to change
        await().atMost(SOON).until(() -> status(RUNTIME).isBindable());
        new Converges().holdsSoon(world);
        assertThat(patches("kcp-eu")).isEqualTo(patches);
        assertThat(selector("kcp-eu", "a-remote")).contains("later");
        // And it goes on as ever
        changeRemoteTemplate("remote");
        new Converges().holdsSoon(world);
        assertThat(patches("kcp-eu")).isEqualTo(patches + 1);
    }

    /** As where two ingests start at the same moment, and the one that gets the runtime is late: nobody has said that there is a gap. */
    @Test
    void rightManifestsAreNotOverwrittenFromTemplatesOfARuntimeThatNobodyHasTakenOver() {
        // Given a runtime that falls to another partition than its control plane
        String runtime = Stream.iterate(0, i -> i + 1)
                .map(i -> "skr-" + i)
                .filter(id -> partition(id) != partition("kcp-eu"))
                .findFirst()
                .orElseThrow();
        world.apply(runtime, Yaml.secret(RUNTIME_NAMESPACE, "later", "later", Yaml.REGISTRY, "not-a-password-9"));
        changeTemplateOf(runtime, "later");
        world.runtime(runtime, "kcp-eu", "b");
        // And a Manifest as it is under its later template, and a log that ends before it
        world.services().startAll(1);
        new Converges().holdsSoon(world);
        ObjectNode right = manifest("b-remote");
        changeTemplateOf(runtime, "remote");
        new Converges().holdsSoon(world);
        world.services().stopAll();
        changeTemplateOf(runtime, "later");
        putBack("b-remote", right);
        long patches = patches("kcp-eu");
        // When only a newer build can take the partition of the runtime over
        String key = runtime + "/moduletemplates/" + RUNTIME_NAMESPACE + "/remote-regular";
        InventoryEntry entry =
                world.contents().latest(world.topics().inventory()).get(key).orElseThrow();
        world.send(newer(key, entry));
        for (Service service : Service.values()) {
            world.services().start(service);
        }
        await().atMost(SOON).until(() -> status("kcp-eu").isBindable());
        // Then
        await().during(A_WHILE).atMost(SOON).until(() -> patches("kcp-eu") == patches);
        assertThat(status(runtime).isBindable()).isTrue();
        // When
        world.send(world.topics().inventory().record(key, entry, TestFleet.PARTITIONS));
        // Then nothing had to change
        await().atMost(SOON)
                .until(() -> begun("kcp-eu").equals(epoch(runtime).heard())
                        && status(runtime).isBindable());
        new Converges().holdsSoon(world);
        assertThat(patches("kcp-eu")).isEqualTo(patches);
        assertThat(selector("kcp-eu", "b-remote")).contains("later");
        // And it goes on as ever
        changeTemplateOf(runtime, "remote");
        new Converges().holdsSoon(world);
        assertThat(patches("kcp-eu")).isEqualTo(patches + 1);
    }

    private int partition(String cluster) {
        return world.topics().clusters().partition(cluster, TestFleet.PARTITIONS);
    }

    /** As a build writes it that has a newer schema: an unknown fingerprint, and the header that says so. */
    private ProducerRecord<String, byte[]> newer(String key, InventoryEntry entry) {
        ProducerRecord<String, byte[]> record = world.topics().inventory().record(key, entry, TestFleet.PARTITIONS);
        record.value()[2] ^= 0x55;
        record.headers().remove(SchemaHeader.NAME);
        record.headers().add(SchemaHeader.NAME, "v9".getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    private Epoch epoch(String cluster) {
        return Objects.requireNonNull(status(cluster).epoch());
    }

    private Instant begun(String cluster) {
        return epoch(cluster).begun();
    }

    private void changeRemoteTemplate(String selector) {
        changeTemplateOf(RUNTIME, selector);
    }

    private void changeTemplateOf(String runtime, String selector) {
        world.apply(runtime, Yaml.template(RUNTIME_NAMESPACE, "remote", Yaml.label(selector), null));
    }

    private void changeTemplate(String selector) {
        world.apply("kcp-eu", Yaml.template(NS, "bound", Yaml.label(selector), Yaml.label("bound")));
    }

    private Map<String, ObjectNode> manifests() {
        Map<String, ObjectNode> manifests = new HashMap<>();
        MANIFESTS.forEach(name -> manifests.put(name, manifest(name)));
        return manifests;
    }

    private ObjectNode manifest(String name) {
        return world.user("kcp-eu")
                .get(ResourceKind.MANIFESTS, NS, name)
                .orElseThrow()
                .deepCopy();
    }

    /** All that we write, as it was. */
    private void putBack(String name, ObjectNode then) {
        ClusterUser user = world.user("kcp-eu");
        user.edit(ResourceKind.MANIFESTS, NS, name, object -> {
            object.set("spec", then.get("spec").deepCopy());
            object.withObject("/metadata")
                    .set("annotations", then.at("/metadata/annotations").deepCopy());
        });
    }

    private String selector(String cluster, String manifest) {
        return world.user(cluster)
                .get(ResourceKind.MANIFESTS, NS, manifest)
                .orElseThrow()
                .at("/spec/install/source/credSecretSelector")
                .toString();
    }

    private ClusterStatus status(String cluster) {
        return world.contents()
                .latest(world.topics().clusterStatus())
                .get(cluster)
                .orElseThrow();
    }

    private long patches(String cluster) {
        return world.cluster(cluster).requests().of("patch", ResourceKind.MANIFESTS);
    }
}

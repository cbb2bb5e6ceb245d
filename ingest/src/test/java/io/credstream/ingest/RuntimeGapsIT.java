package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Manifest;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.api.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A control plane is heard of after a gap, and one of its runtimes, which has the templates, is not yet. */
final class RuntimeGapsIT {

    private static final String NS = "kcp-system";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final World world = new World();
    private final EmbeddedCluster kcp = world.cluster("kcp");

    /** Of another partition than its control plane, which another thread takes over. */
    private final String runtime = Stream.iterate(0, i -> i + 1)
            .map(i -> "skr-" + i)
            .filter(id -> partition(id) != partition("kcp"))
            .findFirst()
            .orElseThrow();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aManifestAsksAndWhoeverWatchesTheRuntimeSaysThatItHasHeard() {
        // Given
        watched();
        Instant before = begun(runtime);
        Instant heard = Objects.requireNonNull(epoch(runtime).heard());
        assertThat(heard).isEqualTo(begun("kcp"));
        // When both are taken over, and the runtime does not answer
        Faults.Injection silent = world.cluster(runtime)
                .faults()
                .inject(new Fault.Delay(Duration.ofSeconds(2)), request -> true, Faults.ALWAYS);
        changeManifests();
        world.startIngest();
        await().atMost(SOON).until(() -> manifests("2.0.0") == 2);
        // Then
        assertThat(manifest("remote").asked()).isEqualTo(begun("kcp")).isAfter(heard);
        assertThat(manifest("remote").epoch()).isNull();
        assertThat(manifest("local").epoch()).isEqualTo(begun("kcp"));
        assertThat(manifest("local").asked()).isNull();
        // When
        silent.close();
        // Then
        await().atMost(SOON)
                .until(() -> isBindable(runtime)
                        && begun("kcp").equals(epoch(runtime).heard()));
        assertThat(begun(runtime)).isAfter(before);
        assertThat(statuses(runtime))
                .filteredOn(status -> begun(status).isAfter(before))
                .first()
                .satisfies(gap -> assertThat(gap.isBindable()).isFalse());
        assertThat(world.bugs()).isEmpty();
    }

    /** Nobody answers for a runtime whose partition nobody has. */
    @Test
    void nothingIsHeardForARuntimeThatNobodyHasTakenOver() {
        // Given
        watched();
        Instant heard = epoch(runtime).heard();
        String key = runtime + "/moduletemplates/kyma-system/telemetry";
        InventoryEntry entry = world.latest(world.topics().inventory()).get(key).orElseThrow();
        world.send(world.newer(world.topics().inventory(), key, entry));
        // When
        changeManifests();
        world.startIngest();
        await().atMost(SOON).until(() -> manifests("2.0.0") == 2);
        // Then
        assertThat(manifest("remote").asked()).isAfter(heard);
        assertThat(epoch(runtime).heard()).isEqualTo(heard);
        // When somebody can
        world.send(world.topics().inventory().record(key, entry, World.PARTITIONS));
        // Then
        await().atMost(SOON)
                .until(() -> isBindable(runtime)
                        && begun("kcp").equals(epoch(runtime).heard()));
        assertThat(world.bugs()).isEmpty();
    }

    @Test
    void aRuntimeWithoutTemplatesSaysNothingOfItsControlPlane() {
        world.cluster(runtime);
        kcp.as("klm").apply(remote("1.0.0"));
        world.controlPlane("kcp");
        joinRuntime();
        world.startIngest();
        await().atMost(SOON).until(() -> isBindable(runtime) && isBindable("kcp") && manifests("1.0.0") == 1);
        assertThat(statuses(runtime))
                .allSatisfy(status -> assertThat(
                                Objects.requireNonNull(status.epoch()).heard())
                        .isNull());
        assertThat(world.bugs()).isEmpty();
    }

    /** By an ingest that has ended since. */
    private void watched() {
        world.cluster(runtime).as("kubectl").apply(Yaml.template("kyma-system", "telemetry", "1.0.0"));
        kcp.as("klm").apply(remote("1.0.0"));
        kcp.as("klm").apply(Yaml.manifest(NS, "local", "1.0.0"));
        world.controlPlane("kcp");
        joinRuntime();
        Ingest first = world.startIngest();
        await().atMost(SOON)
                .until(() -> isBindable(runtime)
                        && isBindable("kcp")
                        && manifests("1.0.0") == 2
                        && begun("kcp").equals(epoch(runtime).heard()));
        first.close();
    }

    private void changeManifests() {
        kcp.as("klm").apply(remote("2.0.0"));
        kcp.as("klm").apply(Yaml.manifest(NS, "local", "2.0.0"));
    }

    private List<ClusterStatus> statuses(String cluster) {
        return world.log(world.topics().clusterStatus()).stream()
                .flatMap(record -> record instanceof TopicRecord.Value<ClusterStatus> value
                                && value.key().equals(cluster)
                        ? Stream.of(value.value())
                        : Stream.empty())
                .toList();
    }

    private int partition(String id) {
        return world.topics().clusters().partition(id, World.PARTITIONS);
    }

    private void joinRuntime() {
        world.join(new Cluster(
                runtime,
                Cluster.Role.RUNTIME,
                "kcp",
                "kyma-1",
                new Cluster.Access.KubeconfigFile(world.kubeconfig(runtime).toString(), null),
                List.of("kyma-system"),
                null,
                new Cause.Request("test", "join")));
    }

    private static String remote(String version) {
        return Yaml.manifest(NS, "remote", version)
                .replace(
                        "  annotations:\n", "  annotations:\n    operator.kyma-project.io/remote-template: \"true\"\n");
    }

    private Manifest manifest(String name) {
        return world.latest(world.topics().manifests())
                .get("kcp/" + NS + "/" + name)
                .orElseThrow();
    }

    private long manifests(String version) {
        return world.latest(world.topics().manifests()).records().values().stream()
                .filter(record -> version.equals(record.value().componentVersion()))
                .count();
    }

    private boolean isBindable(String cluster) {
        return world.status(cluster).filter(ClusterStatus::isBindable).isPresent();
    }

    private Instant begun(String cluster) {
        return epoch(cluster).begun();
    }

    private Epoch epoch(String cluster) {
        return Objects.requireNonNull(world.status(cluster).orElseThrow().epoch());
    }

    private static Instant begun(ClusterStatus status) {
        return Objects.requireNonNull(status.epoch()).begun();
    }
}

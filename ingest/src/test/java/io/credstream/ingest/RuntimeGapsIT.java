package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
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
    void whatAManifestIsDecidedFromIsSaidToBeOldBeforeTheManifestIsTold() {
        // Given
        world.cluster(runtime).as("kubectl").apply(Yaml.template("kyma-system", "telemetry", "1.0.0"));
        kcp.as("klm").apply(remote("1.0.0"));
        kcp.as("klm").apply(Yaml.manifest(NS, "local", "1.0.0"));
        world.controlPlane("kcp");
        joinRuntime();
        Ingest first = world.startIngest();
        await().atMost(SOON).until(() -> isBindable(runtime) && isBindable("kcp") && manifests("1.0.0") == 2);
        Instant before = begun(runtime);
        first.close();
        // When a runtime does not answer
        Faults.Injection silent = world.cluster(runtime)
                .faults()
                .inject(new Fault.Delay(Duration.ofSeconds(2)), request -> true, Faults.ALWAYS);
        kcp.as("klm").apply(remote("2.0.0"));
        kcp.as("klm").apply(Yaml.manifest(NS, "local", "2.0.0"));
        world.startIngest();
        await().atMost(SOON).until(() -> manifests("2.0.0") == 2);
        // Then
        ClusterStatus gap = world.log(world.topics().clusterStatus()).stream()
                .flatMap(record -> record instanceof TopicRecord.Value<ClusterStatus> value
                                && value.key().equals(runtime)
                        ? Stream.of(value.value())
                        : Stream.empty())
                .filter(status -> begun(status).isAfter(before))
                .findFirst()
                .orElseThrow();
        assertThat(gap.isBindable()).isFalse();
        assertThat(manifest("remote").epoch()).isEqualTo(begun(gap));
        assertThat(manifest("local").epoch()).isEqualTo(begun("kcp"));
        // When
        silent.close();
        // Then
        await().atMost(SOON).until(() -> isBindable(runtime) && isBindable("kcp"));
        assertThat(begun(runtime)).isEqualTo(begun(gap));
        assertThat(world.bugs()).isEmpty();
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
        return begun(world.status(cluster).orElseThrow());
    }

    private static Instant begun(ClusterStatus status) {
        return Objects.requireNonNull(status.epoch()).begun();
    }
}

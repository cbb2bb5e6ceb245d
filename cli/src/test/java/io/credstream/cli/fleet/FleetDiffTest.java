package io.credstream.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FleetDiffTest {

    @Test
    void whatTheFileHasIsWrittenAndWhatItHadIsRemoved() {
        FleetDiff diff = FleetDiff.of(
                file("eu", cluster("a", "1.3.10", "eu"), cluster("b", "1.3.9", "eu"), cluster("c", "1.3.10", "eu")),
                present(cluster("b", "1.3.10", "eu"), cluster("c", "1.3.10", "eu"), cluster("d", "1.3.10", "eu")));

        assertThat(diff.recap()).isEqualTo("1 created, 1 changed, 1 removed, 1 unchanged");
        assertThat(diff.lines())
                .containsExactly(
                        "+ a (control-plane)",
                        "    role: control-plane",
                        "    kubeconfig: /k/a",
                        "    namespaces: kcp-system",
                        "    lifecycleManagerVersion: 1.3.10",
                        "    origin: eu",
                        "~ b",
                        "    lifecycleManagerVersion: 1.3.10 -> 1.3.9",
                        "- d");
    }

    @Test
    void clustersOfOthersAreLeftAloneUnlessTheFileNamesThem() {
        FleetDiff diff = FleetDiff.of(
                file("eu", cluster("a", "1.3.10", "eu")),
                present(cluster("a", "1.3.10", "us"), cluster("b", "1.3.10", "us")));

        assertThat(diff.recap())
                .isEqualTo("0 created, 1 changed, 0 removed, 0 unchanged; 1 of another origin left alone");
        assertThat(diff.lines()).containsExactly("~ a", "    origin: us -> eu");
    }

    @Test
    void whoAppliesItIsNoDifference() {
        Cluster before = cluster("a", "1.3.10", "eu");
        Cluster after = new Cluster(
                "a",
                Role.CONTROL_PLANE,
                null,
                null,
                before.access(),
                before.namespaces(),
                "1.3.10",
                new Cause.Request("somebody else", "fleet apply eu"));

        assertThat(FleetDiff.of(file("eu", after), present(before)).isEmpty()).isTrue();
    }

    private static FleetFile file(String origin, Cluster... clusters) {
        return new FleetFile(origin, List.of(clusters), Map.of());
    }

    private static Map<String, Cluster> present(Cluster... clusters) {
        return Stream.of(clusters).collect(Collectors.toMap(Cluster::id, Function.identity()));
    }

    private static Cluster cluster(String id, String version, String origin) {
        return new Cluster(
                id,
                Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("/k/" + id, null),
                List.of("kcp-system"),
                version,
                new Cause.Request("somebody", "fleet apply " + origin));
    }
}

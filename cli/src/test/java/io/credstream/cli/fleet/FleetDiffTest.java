package io.credstream.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.cli.Failure;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.Kind;
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
    void clustersOfOtherFilesAreLeftAloneUnlessTheyAreTakenOver() {
        FleetDiff diff = FleetDiff.of(
                file("eu", cluster("a", "1.3.10", "eu")),
                present(cluster("a", "1.3.10", "us"), cluster("b", "1.3.10", "us")));

        assertThat(diff.recap())
                .isEqualTo("0 created, 1 changed, 0 removed, 0 unchanged; 1 of another origin left alone");
        assertThat(diff.lines()).containsExactly("~ a", "    origin: us -> eu");
        assertThat(diff.takenOver()).containsExactly(Map.entry("a", "us"));
    }

    @Test
    void oneFileTakesOverFromAnotherOnlyWhatItIsTold() {
        FleetFile eu = new FleetFile(
                "eu",
                List.of(cluster("a", "1.3.10", "eu"), cluster("b", "1.3.10", "eu")),
                Map.of("a", "eu.yaml:2", "b", "eu.yaml:7"));
        FleetDiff diff = FleetDiff.of(eu, present(cluster("a", "1.3.10", "us"), cluster("b", "1.3.9", "asia")));

        assertThatThrownBy(() -> new TakeOver(List.of("asia")).require(eu, diff))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.lines())
                                .containsExactly("eu.yaml:2: cluster a belongs to another fleet file, 'us';"
                                        + " give it another id, or take it over with --take-over 'us'"));
        assertThatCode(() -> new TakeOver(List.of("asia", "us")).require(eu, diff))
                .doesNotThrowAnyException();
    }

    /** Whoever wrote it named no file, so there is none to ask. */
    @Test
    void whatNoFileBroughtIsNotTakenFromOne() {
        Cluster before = new Cluster(
                "a",
                Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("/k/a", null),
                List.of("kcp-system"),
                "1.3.10",
                new Cause.Request("somebody", "bootstrap"));

        FleetDiff diff = FleetDiff.of(file("eu", cluster("a", "1.3.10", "eu")), present(before));

        assertThat(diff.lines()).containsExactly("~ a", "    origin: somebody: bootstrap -> eu");
        assertThat(diff.takenOver()).isEmpty();
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

    @Test
    void whatWasDiscoveredIsLeftAloneUntilTheFileNamesIt() {
        Cluster discovered = new Cluster(
                "kcp.a",
                Role.RUNTIME,
                "kcp",
                "a",
                new Cluster.Access.KubeconfigSecret(
                        new Cluster.Access.KubeconfigFile("/k/kcp", null), "kcp-system", "s", "k:1", "user", null),
                List.of("kyma-system"),
                null,
                new Cause.Observation("kcp", Kind.SECRET, "7"));
        Cluster byHand = new Cluster(
                "kcp.a",
                Role.RUNTIME,
                "kcp",
                "a",
                new Cluster.Access.KubeconfigFile("/k/a", null),
                List.of("kyma-system"),
                null,
                new Cause.Request("somebody", "fleet apply eu"));

        assertThat(FleetDiff.of(file("eu"), present(discovered)).recap())
                .isEqualTo("0 created, 0 changed, 0 removed, 0 unchanged; 1 of another origin left alone");
        assertThat(FleetDiff.of(file("eu", byHand), present(discovered)).takenOver())
                .isEmpty();
        assertThat(FleetDiff.of(file("eu", byHand), present(discovered)).lines())
                .containsExactly(
                        "~ kcp.a", "    kubeconfig: Secret kcp-system/s -> /k/a", "    origin: kcp/secrets@7 -> eu");
    }

    @Test
    void idsOfWhatIsDiscoveredAreRefusedAcrossFiles() {
        Cluster kcp = new Cluster(
                "kcp",
                Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("/k/kcp", null),
                List.of("kcp-system"),
                null,
                Cluster.Discovery.DEFAULT,
                null,
                new Cause.Request("somebody", "fleet apply eu"));
        FleetFile us = new FleetFile("us", List.of(cluster("kcp.us", "1.3.10", "us")), Map.of("kcp.us", "us.yaml:3"));

        assertThat(DiscoveredIds.problems(us, present(kcp)))
                .containsExactly("us.yaml:3: 'kcp.us' is what kcp would call a runtime that it discovers;"
                        + " give it an id that does not start with 'kcp.'");
        assertThat(DiscoveredIds.problems(file("eu", kcp), present())).isEmpty();
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

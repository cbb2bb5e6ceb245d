package io.credstream.audit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.explain.NearMiss.Obstacle;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import io.credstream.testkit.model.ClusterBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NearMissTest {

    private static final Cause CAUSE = new Cause.Request("test", "test");
    private static final LabelSelector TWO = LabelSelector.of(Map.of("team", "a", "cred", "op"));
    private static final Cluster CLUSTER = ClusterBuilder.controlPlane("kcp")
            .lifecycleManager(null)
            .cause(CAUSE)
            .build();

    @Test
    void oneLabelOrOneValueIsNear() {
        assertThat(obstacles(TWO, Map.of("team", "a"))).containsExactly(new Obstacle.Missing("cred", List.of("op")));
        assertThat(obstacles(TWO, Map.of("team", "b", "cred", "op")))
                .containsExactly(new Obstacle.Other("team", "b", List.of("a")));
        assertThat(obstacles(TWO, Map.of("team", "b", "cred", "other"))).isEmpty();
        assertThat(obstacles(TWO, Map.of("team", "a", "cred", "op"))).isEmpty();
    }

    @Test
    void theRightLabelsInANamespaceThatIsNotAllowedAreNear() {
        Credential elsewhere = credential("default", Map.of("team", "a", "cred", "op"), "other.io");

        assertThat(NearMiss.of(TWO, "reg.io/modules", List.of(elsewhere), CLUSTER))
                .containsExactly(
                        new NearMiss(elsewhere.ref(), new Obstacle.Namespace("default", List.of("kcp-system")), null));
    }

    @Test
    void whatLacksTheOnlyLabelIsNearIfItCoversTheRegistry() {
        LabelSelector one = LabelSelector.of(Map.of("cred", "op"));
        Credential covers = credential("kcp-system", Map.of(), "reg.io");
        Credential coversNot = credential("kcp-system", Map.of(), "other.io");

        assertThat(NearMiss.of(one, "reg.io/modules", List.of(covers), CLUSTER)).hasSize(1);
        assertThat(NearMiss.of(one, "reg.io/modules", List.of(coversNot), CLUSTER))
                .isEmpty();
    }

    @Test
    void expressionsKeepAwayToo() {
        LabelSelector selector = new LabelSelector(
                Map.of("cred", "op"),
                List.of(
                        new Requirement("tier", Operator.IN, List.of("prod", "stage")),
                        new Requirement("old", Operator.DOES_NOT_EXIST, List.of())));

        assertThat(obstacles(selector, Map.of("cred", "op", "tier", "dev")))
                .containsExactly(new Obstacle.Other("tier", "dev", List.of("prod", "stage")));
        assertThat(obstacles(selector, Map.of("cred", "op", "tier", "prod", "old", "yes")))
                .containsExactly(new Obstacle.Unwanted("old", "yes"));
        assertThat(obstacles(selector, Map.of("cred", "op")))
                .containsExactly(new Obstacle.Missing("tier", List.of("prod", "stage")));
    }

    private static List<Obstacle> obstacles(LabelSelector selector, Map<String, String> labels) {
        return NearMiss.of(selector, "reg.io/modules", List.of(credential("kcp-system", labels, "reg.io")), CLUSTER)
                .stream()
                .map(NearMiss::obstacle)
                .toList();
    }

    private static Credential credential(String namespace, Map<String, String> labels, String registry) {
        return new Credential(
                new ObjectRef("kcp", namespace, "cred"),
                "uid",
                new Version(1, "1"),
                labels,
                List.of(new RegistryEntry(registry, Map.of(), Map.of(), "r")),
                Map.of(),
                null,
                null,
                CAUSE);
    }
}

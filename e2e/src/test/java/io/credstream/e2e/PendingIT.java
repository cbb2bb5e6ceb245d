package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.ApplyReport;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.api.Faults;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Decisions that cannot be carried out at once. */
class PendingIT {

    private static final String NS = CONTROL_PLANE_NAMESPACE;

    @TempDir
    Path folder;

    private TestFleet world;

    @BeforeEach
    void aSettledModuleWithoutCredentials() {
        world = new TestFleet(folder);
        world.services().waitingPatiently();
        world.apply("kcp", Yaml.template(NS, "m", null, null));
        world.apply("kcp", Yaml.manifest(NS, "a", "m", false));
        world.controlPlane("kcp");
        world.services().startAll(1);
        new Converges().holdsSoon(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aDecisionThatBecomesMootWhileItWaitsIsNeverWritten() {
        // Given a decision for a cluster that takes no patches
        String before = manifest().toString();
        try (var dead = world.cluster("kcp")
                .faults()
                .inject(
                        new Fault.Disconnect(),
                        request -> request.is("patch", ResourceKind.MANIFESTS),
                        Faults.ALWAYS)) {
            world.apply("kcp", Yaml.template(NS, "m", Yaml.label("one"), Yaml.label("two")));
            await().atMost(Guarantee.SOON)
                    .untilAsserted(() -> assertThat(
                                    world.contents().values(world.topics().applyReports()))
                            .extracting(ApplyReport::result)
                            .contains(ApplyReport.Result.UNAVAILABLE));
            assertThat(pending()).hasSize(1);
            // When
            world.apply("kcp", Yaml.template(NS, "m", null, null));
            await().atMost(Guarantee.SOON)
                    .untilAsserted(() -> assertThat(pending()).isEmpty());
            // And even a new sink does not know it any more
            world.services().running(Service.SINK).getFirst().close();
            world.services().start(Service.SINK);
            world.services().awaitReady();
            assertThat(dead.hits()).isPositive();
        }
        // Then the cluster is back, and what comes later is written, and the moot decision is not
        assertThat(manifest().toString()).isEqualTo(before);
        world.apply("kcp", Yaml.template(NS, "late", Yaml.label("late"), null));
        world.apply("kcp", Yaml.manifest(NS, "a", "late", false));
        new Converges().holdsSoon(world);
        assertThat(manifest().toString()).isEqualTo(before);
    }

    @Test
    void ofTheDecisionsForADeadClusterOnlyTheNewestIsWritten() {
        // Given
        long patches = patches();
        try (var dead = world.cluster("kcp")
                .faults()
                .inject(new Fault.Answer(503), request -> request.is("patch", ResourceKind.MANIFESTS), Faults.ALWAYS)) {
            // When
            for (int i = 0; i < 5; i++) {
                world.apply("kcp", Yaml.template(NS, "m", Yaml.label("no-" + i), null));
            }
            await().atMost(Guarantee.SOON).until(() -> dead.hits() > 0);
            await().atMost(Guarantee.SOON)
                    .untilAsserted(() -> assertThat(pending().toString()).contains("no-4"));
            patches = patches();
        }
        // Then
        new Converges().holdsSoon(world);
        assertThat(manifest().at("/spec/install/source/credSecretSelector").toString())
                .contains("no-4");
        assertThat(patches() - patches).isEqualTo(1);
    }

    @Test
    void whatAFormerOwnerSaysTooLateIsTidiedAway() {
        // Given a decision that was written, observed, and so taken back
        world.apply("kcp", Yaml.template(NS, "m", Yaml.label("one"), null));
        new Converges().holdsSoon(world);
        long patches = patches();
        // When a processor that has lost its task says it once more, and nothing else happens
        world.repeatValues(world.topics().manifestUpdates());
        // Then
        new Converges().holdsSoon(world);
        assertThat(patches()).isGreaterThan(patches);
        assertThat(manifest().at("/spec/install/source/credSecretSelector").toString())
                .contains("one");
    }

    private Iterable<?> pending() {
        return world.contents()
                .latest(world.topics().manifestUpdates())
                .records()
                .values();
    }

    private ObjectNode manifest() {
        return world.user("kcp").get(ResourceKind.MANIFESTS, NS, "a-m").orElseThrow();
    }

    private long patches() {
        return world.cluster("kcp").requests().of("patch", ResourceKind.MANIFESTS);
    }
}

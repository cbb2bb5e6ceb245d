package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.e2e.Terminal.Said;
import io.credstream.guarantee.CapturedLogs;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.ReplayTellsTheSame;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do when something went wrong: give Manifests back what they had, and drive a cluster anew. */
class ReplayIT {

    private static final String NS = CONTROL_PLANE_NAMESPACE;
    private static final String PINNED = "a-m";
    private static final String FREE = "b-m";

    @TempDir
    private Path folder;

    private TestFleet world;

    @BeforeEach
    void aModuleWithItsCredential() {
        world = new TestFleet(folder);
        world.apply("kcp", Yaml.secret(NS, "one", "one", Yaml.REGISTRY, "not-a-password"));
        template("one");
        world.apply("kcp", Yaml.manifest(NS, "a", "m", false));
        world.apply("kcp", Yaml.manifest(NS, "b", "m", false));
        world.controlPlane("kcp");
        world.services().startAll(1);
        new Converges().holdsSoon(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void selectorsOfThePastStayUntilTheyAreReleased() {
        // Given a change of the template that turns out to be a mistake
        String before = placeOf(PINNED);
        template("two");
        new Converges().holdsSoon(world);
        assertSelects(PINNED, "two");
        // When somebody looks what a replay would do
        Said dryRun = run("replay", "--at", before, PINNED);
        // Then it is shown, and nothing happens
        assertThat(dryRun.exitCode()).as(dryRun.text()).isEqualTo(3);
        assertThat(dryRun.text())
                .contains(Yaml.SELECTOR + "=two → " + Yaml.SELECTOR + "=one")
                .contains("Would be pinned: 1 Manifests")
                .contains("cannot be restored from it");
        assertThat(world.contents().raw(world.topics().pins())).isEmpty();
        // When it is executed
        Said executed =
                run("replay", "--at", before, PINNED, "--reason", "two is wrong", "--user", "alice", "--execute");
        // Then the Manifest carries what it did, whatever its template says, and says so
        assertThat(executed.exitCode()).as(executed.text()).isZero();
        await().atMost(Guarantee.SOON).untilAsserted(() -> {
            assertSelects(PINNED, "one");
            assertThat(stateOf(PINNED)).isEqualTo("Pinned");
        });
        assertThat(run("pin", "list").text()).contains(PINNED, "alice", "two is wrong");
        assertThat(run("get", "manifests", PINNED).text()).contains("Pinned");
        assertThat(run("explain", "manifest", PINNED).text())
                .contains("by alice at", "two is wrong", "install is Pinned to " + Yaml.SELECTOR + "=one");
        // And so it does after a restart, and after another change
        world.services().running(Service.PROCESSOR).getFirst().close();
        world.services().start(Service.PROCESSOR);
        world.services().awaitReady();
        template("three");
        await().atMost(Guarantee.SOON).untilAsserted(() -> assertSelects(FREE, "three"));
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(run("get", "pending").text()).contains("No decisions pending"));
        assertSelects(PINNED, "one");
        // When it is released, its template counts again
        Said released = run("pin", "release", PINNED, "--reason", "mended", "--user", "bob");
        assertThat(released.exitCode()).as(released.text()).isZero();
        new Converges().holdsSoon(world);
        assertSelects(PINNED, "three");
        assertThat(run("pin", "list").text()).contains("No pins");
        assertThat(run("pin", "list", "--all", "-o", "wide").text()).contains("Released", "bob", "mended");
        assertThat(run("history", "manifest", PINNED).text())
                .contains("pin kcp/" + NS + "/" + PINNED + " (alice: two is wrong)")
                .contains("(bob: mended): ");
        new ReplayTellsTheSame().verify(world);
    }

    @Test
    void aPinThatTheTopicLostIsReleasedAlthoughItsTemplateAsksForTheSame() {
        // Given a pin that its template asks for by now, and of which the topic knows no more
        String before = placeOf(PINNED);
        assertThat(run("replay", "--at", before, PINNED, "--reason", "two is wrong", "--execute")
                        .text())
                .contains("Nothing to pin");
        template("two");
        new Converges().holdsSoon(world);
        run("replay", "--at", before, PINNED, "--reason", "two is wrong", "--execute");
        awaitState(PINNED, "Pinned");
        template("one");
        await().atMost(Guarantee.SOON).untilAsserted(() -> assertSelects(FREE, "one"));
        new Kafka(world).replace(List.of(world.topics().pins()));
        assertThat(stateOf(PINNED)).isEqualTo("Pinned");
        assertThat(run("pin", "list").text()).contains("No pins");
        // When
        Said released = run("pin", "release", "--all", "--reason", "mended");
        // Then the template counts again
        assertThat(released.text()).contains("1 released.").contains("has lost by whom and why");
        awaitState(PINNED, "Bound");
        template("three");
        new Converges().holdsSoon(world);
        assertSelects(PINNED, "three");
        // And there is nothing more to release
        assertThat(run("pin", "release", "--all", "--reason", "mended").text()).contains("0 released.");
    }

    private void awaitState(String manifest, String state) {
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(stateOf(manifest)).isEqualTo(state));
    }

    @Test
    void whatIsHeldDownIsWrittenAtOnceWhenTheClusterIsDriven() {
        // Given somebody who keeps overwriting us
        try (CapturedLogs logs = new CapturedLogs()) {
            for (int round = 1; round <= 3; round++) {
                takeSelectorAway(PINNED);
                if (round < 3) {
                    await().atMost(Guarantee.SOON).untilAsserted(() -> assertSelects(PINNED, "one"));
                    await().atMost(Guarantee.SOON)
                            .untilAsserted(() -> assertThat(world.contents()
                                            .latest(world.topics().manifestUpdates())
                                            .records())
                                    .isEmpty());
                }
            }
            await().atMost(Guarantee.SOON)
                    .untilAsserted(() -> assertThat(logs.text()).contains("Somebody keeps overwriting a Manifest"));
        }
        assertThat(selector(PINNED)).isEmpty();
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(
                                run("explain", "manifest", PINNED).text())
                        .containsPattern("held down until 2[-0-9T:.]+Z: somebody keeps overwriting it \\(R17\\)"));
        // When
        Said driven = run("replay", "--cluster", "kcp", "--reason", "they promised to stop", "--timeout", "60s");
        // Then
        assertThat(driven.exitCode()).as(driven.text()).isZero();
        assertThat(driven.text()).contains("All 2 Manifests of kcp are as they should be");
        assertSelects(PINNED, "one");
        assertThat(run("get", "orders").text()).contains("drive", "cluster/kcp", "they promised to stop");
        assertThat(run("history", "manifest", PINNED).text()).contains("order drive/cluster/kcp (");
    }

    private void template(String label) {
        world.apply("kcp", Yaml.template(NS, "m", Yaml.label(label), null));
    }

    private void takeSelectorAway(String manifest) {
        world.user("kcp")
                .edit(
                        ResourceKind.MANIFESTS,
                        NS,
                        manifest,
                        object -> object.withObject("/spec/install/source").remove("credSecretSelector"));
    }

    /** Of the last record about a Manifest. */
    private String placeOf(String manifest) {
        return Objects.requireNonNull(world.contents()
                        .latest(world.topics().manifests())
                        .records()
                        .get("kcp/" + NS + "/" + manifest))
                .at()
                .describe();
    }

    private void assertSelects(String manifest, String label) {
        assertThat(selector(manifest)).contains("\"" + label + "\"");
    }

    private String selector(String manifest) {
        return object(manifest).at("/spec/install/source/credSecretSelector").toString();
    }

    private String stateOf(String manifest) {
        return object(manifest)
                .at("/metadata/annotations")
                .path(ManifestAnnotations.STATE)
                .asText();
    }

    private ObjectNode object(String manifest) {
        return world.user("kcp").get(ResourceKind.MANIFESTS, NS, manifest).orElseThrow();
    }

    private Said run(String... command) {
        return new Terminal(world).run(command);
    }
}

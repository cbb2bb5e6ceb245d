package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.e2e.Terminal.Said;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.ReplayTellsTheSame;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do to keep Credstream from writing, and to be rid of it. */
class BrakesIT {

    private static final String NS = CONTROL_PLANE_NAMESPACE;
    private static final List<String> MANIFESTS = List.of("a-m", "b-m");

    @TempDir
    private Path folder;

    private TestFleet world;

    @BeforeEach
    void aModuleWithItsCredential() {
        world = new TestFleet(folder);
        world.apply("kcp", Yaml.secret(NS, "one", "one", Yaml.REGISTRY, "not-a-password"));
        world.apply("kcp", Yaml.manifest(NS, "a", "m", false));
        world.apply("kcp", Yaml.manifest(NS, "b", "m", false));
        world.controlPlane("kcp");
        world.services().startAll(1);
        world.services().awaitReady();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatIsPausedIsWrittenOnlyOnceItIsResumed() {
        // Given
        template("one");
        new Converges().holdsSoon(world);
        assertThat(run("pause", "--module", "m", "--reason", "new registry", "--user", "alice"))
                .returns(0, Said::exitCode);
        // When
        template("two");
        // Then it is seen, and left as it is, over a restart too
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(run("resume", "--module", "m", "--reason", "look", "--dry-run"))
                        .returns(3, Said::exitCode)
                        .extracting(Said::out)
                        .asString()
                        .contains("2 Manifests end up otherwise; 2 would be patched (kcp: 2)"));
        assertThat(run("resume", "--module", "m", "--reason", "look", "--dry-run", "-o", "json"))
                .returns(3, Said::exitCode)
                .extracting(Said::out)
                .asString()
                .contains("\"given\" : false", "\"kcp\" : 2");
        world.services().running(Service.PROCESSOR).getFirst().close();
        world.services().start(Service.PROCESSOR);
        world.services().awaitReady();
        assertThat(run("get", "pending").err()).contains("No decisions pending");
        assertThat(selectors())
                .allSatisfy((name, selector) -> assertThat(selector).contains("\"one\""));
        assertThat(run("get", "orders").out()).contains("pause", "module/m", "alice", "new registry");
        // When
        Said resumed = run("resume", "--all", "--reason", "it is ready", "--user", "alice");
        // Then
        assertThat(resumed.out())
                .startsWith(
                        "Resumed: all; 2 Manifests are to be written.\nIn the place of: pause of module/m, by alice at ")
                .endsWith(": new registry\n");
        new Converges().holdsSoon(world);
        assertThat(selectors())
                .allSatisfy((name, selector) -> assertThat(selector).contains("\"two\""));
        new ReplayTellsTheSame().verify(world);
    }

    @Test
    void whatIsWithdrawnIsAsItWasBefore() {
        // Given
        Map<String, ObjectNode> before = manifests();
        template("one");
        new Converges().holdsSoon(world);
        assertThat(manifests()).isNotEqualTo(before);
        // When
        Said refused = run("withdraw", "--cluster", "kcp", "--reason", "uninstall", "--user", "alice");
        // Then what would break is named, and nothing is ordered
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.err())
                .contains(
                        "2 Manifests would lose the selector with which their module can pull; nothing was ordered:",
                        "  kcp/" + NS + "/a-m",
                        "  kcp/" + NS + "/b-m",
                        "--accept-worse");
        assertThat(run("get", "orders").out()).doesNotContain("withdraw");
        // When
        Said withdrawn =
                run("withdraw", "--cluster", "kcp", "--reason", "uninstall", "--user", "alice", "--accept-worse");
        // Then
        assertThat(withdrawn.out()).contains("Withdrawn: cluster/kcp; 2 Manifests lose what is ours.");
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(manifests()).isEqualTo(before));
        // And so it stays, whatever templates say
        template("two");
        world.apply("kcp", Yaml.manifest(NS, "c", "m", false));
        await().atMost(Guarantee.SOON)
                .untilAsserted(
                        () -> assertThat(run("explain", "manifest", "c-m").out())
                                .contains("withdraw of cluster/kcp, by alice at ", ": uninstall (R20)"));
        assertThat(run("get", "pending").err()).contains("No decisions pending");
        assertThat(run("pause", "--all", "--reason", "look", "--user", "bob").out())
                .contains("Still in force: withdraw of cluster/kcp, by alice at ");
        new ReplayTellsTheSame().verify(world);
    }

    @Test
    void aPauseEndsByItselfAndWhatCannotBeOrderedIsNot() {
        // Given
        template("one");
        new Converges().holdsSoon(world);
        // When
        List<Said> refused = List.of(
                run("pause", "--module", "nn", "--reason", "x"),
                run("pause", "--all", "--for", "0s", "--reason", "x"),
                run("pause", "--all", "--for", "soon", "--reason", "x"),
                run("resume", "--cluster", "kcp", "--reason", "x"),
                run("resume", "--all", "--reason", "x"),
                run("release", "--all", "--reason", "x"));
        // Then
        assertThat(refused).allSatisfy(said -> assertThat(said.exitCode()).isEqualTo(2));
        assertThat(refused.getFirst().err()).contains("There is no module 'nn'");
        assertThat(run("get", "orders").out()).doesNotContain("pause", "resume");
        // When
        Said first = run("pause", "--module", "m", "--reason", "until noon", "--user", "alice");
        Said second = run("pause", "--module", "m", "--for", "12s", "--reason", "shorter", "--user", "bob");
        template("two");
        // Then
        assertThat(first.out()).isEqualTo("Paused: module/m, until 'credstream resume'.\n");
        assertThat(second.out())
                .contains("Paused: module/m, for 12s.", "In the place of: pause of module/m, by alice at ");
        assertThat(run("explain", "manifest", "a-m").out()).contains("pause of module/m, by bob at ", ", until 20");
        new Converges().holdsSoon(world);
        assertThat(selectors())
                .allSatisfy((name, selector) -> assertThat(selector).contains("\"two\""));
        assertThat(run("explain", "manifest", "a-m").out()).doesNotContain("held back");
        assertThat(run("resume", "--module", "m", "--reason", "x").exitCode()).isEqualTo(2);
    }

    @Test
    void aWithdrawalOfEverythingSaysWhatAPauseKeeps() {
        // Given
        template("one");
        new Converges().holdsSoon(world);
        assertThat(run("pause", "--cluster", "kcp", "--reason", "maintenance", "--user", "alice"))
                .returns(0, Said::exitCode);
        // When
        Said before = run("withdraw", "--all", "--reason", "uninstall", "--dry-run");
        Said withdrawn = run("withdraw", "--all", "--reason", "uninstall");
        // Then
        String left = "Stays as it is: 2 Manifests with something of ours, for pause of cluster/kcp, by alice at ";
        assertThat(before.out()).contains(left, "--paused-too");
        assertThat(withdrawn.out()).contains("Withdrawn: all; 0 Manifests", left);
        // When
        Said all = run("withdraw", "--all", "--paused-too", "--accept-worse", "--reason", "uninstall");
        // Then
        assertThat(all.out()).contains("Withdrawn: all; 2 Manifests", "In the place of: pause of cluster/kcp");
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(selectors())
                        .allSatisfy((name, selector) -> assertThat(selector).isEmpty()));
    }

    private void template(String label) {
        world.apply("kcp", Yaml.template(NS, "m", Yaml.label(label), null));
    }

    private Map<String, String> selectors() {
        Map<String, String> selectors = new TreeMap<>();
        manifests()
                .forEach((name, manifest) -> selectors.put(
                        name,
                        manifest.at("/spec/install/source/credSecretSelector").toString()));
        return selectors;
    }

    /** Without what every write changes. */
    private Map<String, ObjectNode> manifests() {
        Map<String, ObjectNode> manifests = new TreeMap<>();
        for (String name : MANIFESTS) {
            ObjectNode manifest = world.user("kcp")
                    .get(ResourceKind.MANIFESTS, NS, name)
                    .orElseThrow()
                    .deepCopy();
            manifest.withObject("/metadata").remove(List.of("resourceVersion", "generation", "managedFields"));
            manifests.put(name, manifest);
        }
        return manifests;
    }

    private Said run(String... command) {
        return new Terminal(world).run(command);
    }
}

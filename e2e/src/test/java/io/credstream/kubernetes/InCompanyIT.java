package io.credstream.kubernetes;

import static io.credstream.kubernetes.RealFleet.CONTROL_PLANE;
import static io.credstream.kubernetes.RealFleet.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestAnnotations;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.testkit.apiserver.ApiUser;
import io.credstream.testkit.apiserver.RealApiServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Beside a lifecycle-manager that writes into the same Manifests: rules R6, R12, R13, R15 and R17 on a real API server. */
@Tag("kubernetes")
@TestInstance(Lifecycle.PER_CLASS)
final class InCompanyIT {

    private static final Duration A_WHILE = Duration.ofSeconds(4);

    private RealFleet fleet;
    private ApiUser operator;
    private ApiUser runtime;
    private LifecycleManager lifecycleManager;

    @BeforeAll
    void start(@TempDir Path folder) throws InterruptedException {
        fleet = new RealFleet(folder);
        RealApiServer kcp = fleet.startServer(NAMESPACE);
        RealApiServer skr = fleet.startServer("kyma-system");
        operator = kcp.admin();
        runtime = skr.admin();
        lifecycleManager = new LifecycleManager(operator);
        fleet.join(CONTROL_PLANE, Role.CONTROL_PLANE, kcp.kubeconfig());
        fleet.join("skr", Role.RUNTIME, skr.kubeconfig());
        fleet.startPipeline();
        operator.apply("kubectl", Applied.secret(NAMESPACE, "red"));
        operator.apply("kubectl", Applied.secret(NAMESPACE, "blue"));
        fleet.awaitCondition(CONTROL_PLANE, Condition.WATCHED);
        fleet.awaitCondition("skr", Condition.WATCHED);
    }

    @AfterAll
    void close() {
        fleet.close();
    }

    @Test
    void aNewVersionKeepsWhatIsForeignAndGetsItsOwnSelectorWhole() {
        // Given
        operator.apply("kubectl", Applied.template(NAMESPACE, "version", "1.0.0", "red"));
        operator.apply("kubectl", Applied.template(NAMESPACE, "version", "2.0.0", "blue"));
        lifecycleManager.generate("version", "1.0.0");
        awaitSelector("version", "red");
        // When
        lifecycleManager.addFinalizers("version");
        lifecycleManager.generate("version", "2.0.0");
        // Then
        awaitSelector("version", "blue");
        ObjectNode manifest = lifecycleManager.read("version");
        assertThat(manifest.at("/spec/version").asText()).isEqualTo("2.0.0");
        assertThat(manifest.at("/metadata/finalizers")).hasSize(2);
        assertThat(manifest.at("/metadata/labels")).hasSize(4);
        assertThat(manifest.at("/metadata/annotations/operator.kyma-project.io~1fqdn")
                        .asText())
                .isEqualTo("kyma-project.io/module/version");
        assertThat(manifest.at("/spec/install/source")).hasSize(5);
        assertThat(managers(manifest)).contains(LifecycleManager.GENERATOR, LifecycleManager.RECONCILER, "credstream");
    }

    @Test
    void oneThatWritesTheSameSelectorItselfIsNoFight() throws InterruptedException {
        // Given
        operator.apply("kubectl", Applied.template(NAMESPACE, "same", "1.0.0", "red"));
        lifecycleManager.generateWithSelector("same", "1.0.0", Applied.selector("red"));
        awaitState("same", "Bound");
        // When
        long before = updates("same");
        lifecycleManager.generateWithSelector("same", "1.0.0", Applied.selector("red"));
        lifecycleManager.addFinalizers("same");
        Thread.sleep(A_WHILE);
        // Then
        awaitSelector("same", "red");
        assertThat(updates("same")).isEqualTo(before);
    }

    @Test
    void aSelectorOfOursIsWithdrawnAlthoughItIsOwnedByOthersToo() {
        // Given
        operator.apply("kubectl", Applied.template(NAMESPACE, "stale", "1.0.0", "red"));
        lifecycleManager.generate("stale", "1.0.0");
        awaitSelector("stale", "red");
        lifecycleManager.addFinalizers("stale");
        // When
        operator.apply("kubectl", Applied.template(NAMESPACE, "stale", "1.0.0"));
        // Then
        fleet.soon(() ->
                assertThat(lifecycleManager.selector("stale").isMissingNode()).isTrue());
    }

    @Test
    void aChangedSelectorIsReplacedWholeAlthoughTheOldOneIsOwnedByOthersToo() {
        // Given
        operator.apply("kubectl", Applied.template(NAMESPACE, "whole", "1.0.0", "red"));
        lifecycleManager.generate("whole", "1.0.0");
        awaitSelector("whole", "red");
        lifecycleManager.addFinalizers("whole");
        // When
        operator.apply("kubectl", Applied.template(NAMESPACE, "whole", "1.0.0").concat("""
                        labels:
                        - name: oci-registry-cred
                          value: {"example.com/other": "label"}
                """));
        // Then
        fleet.soon(() -> assertThat(lifecycleManager.selector("whole").toString())
                .isEqualTo("{\"matchLabels\":{\"example.com/other\":\"label\"}}"));
    }

    @Test
    void aSpecThatIsPutWithoutOurSelectorIsHealed() {
        // Given
        operator.apply("kubectl", Applied.template(NAMESPACE, "put", "1.0.0", "red"));
        lifecycleManager.generate("put", "1.0.0");
        awaitSelector("put", "red");
        // When
        lifecycleManager.putWholeSpec("put");
        // Then
        awaitSelector("put", "red");
    }

    @Test
    void statusesAreNoReasonToWrite() throws InterruptedException {
        // Given
        operator.apply("kubectl", Applied.template(NAMESPACE, "status", "1.0.0", "red"));
        lifecycleManager.generate("status", "1.0.0");
        awaitState("status", "Bound");
        long before = updates("status");
        // When
        for (int i = 0; i < 20; i++) {
            lifecycleManager.writeStatus("status", i % 2 == 0 ? "Processing" : "Error", "attempt " + i);
        }
        lifecycleManager.writeStatus("status", "Error", "failed to fetch keyChain: no auth secret found");
        // Then
        fleet.soon(() -> assertThat(fleet.latest(fleet.topics().manifests())
                        .get(key("status"))
                        .orElseThrow()
                        .verdict()
                        .code())
                .isEqualTo(Verdict.Code.NO_AUTH_SECRET));
        Thread.sleep(A_WHILE);
        assertThat(updates("status")).isEqualTo(before);
    }

    @Test
    void somebodyElsesSelectorIsLeftAlone() throws InterruptedException {
        // Given
        String foreign = "{\"matchLabels\":{\"somebody\":\"else\"}}";
        operator.apply("kubectl", Applied.template(NAMESPACE, "foreign", "1.0.0"));
        lifecycleManager.generateWithSelector("foreign", "1.0.0", foreign);
        // When
        Thread.sleep(A_WHILE);
        // Then
        assertThat(lifecycleManager.selector("foreign").toString()).isEqualTo(foreign);
        assertThat(updates("foreign")).isZero();
    }

    @Test
    void whatIsBeingDeletedIsLeftAlone() throws InterruptedException {
        // Given
        operator.apply("kubectl", Applied.template(NAMESPACE, "deleted", "1.0.0"));
        lifecycleManager.generate("deleted", "1.0.0");
        lifecycleManager.addFinalizers("deleted");
        operator.delete(ResourceKind.MANIFESTS, NAMESPACE, "deleted");
        // When
        operator.apply("kubectl", Applied.template(NAMESPACE, "deleted", "1.0.0", "red"));
        Thread.sleep(A_WHILE);
        // Then
        assertThat(lifecycleManager.selector("deleted").isMissingNode()).isTrue();
        assertThat(updates("deleted")).isZero();
    }

    @Test
    void somebodyWhoKeepsOverwritingIsGivenWayTo() throws InterruptedException {
        // Given
        operator.apply("kubectl", Applied.template(NAMESPACE, "fight", "1.0.0", "red"));
        lifecycleManager.generate("fight", "1.0.0");
        awaitSelector("fight", "red");
        // When
        long rounds = 0;
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < until && rounds < 20) {
            if (!lifecycleManager.selector("fight").isMissingNode()) {
                lifecycleManager.putWholeSpec("fight");
                rounds++;
            }
            Thread.sleep(100);
        }
        // Then
        assertThat(rounds).isBetween(3L, 5L);
        assertThat(lifecycleManager.selector("fight").isMissingNode()).isTrue();
    }

    @Test
    void copiesOnRuntimesAreNoTemplates() {
        // When
        String copy = Applied.template("kyma-system", "copy", "1.0.0", "red");
        LifecycleManager.syncCatalog(runtime, copy);
        runtime.apply("kubectl", Applied.template("kyma-system", "own", "1.0.0", "red"));
        // Then
        fleet.soon(() -> assertThat(fleet.latest(fleet.topics().templates()).records())
                .containsKey("skr/kyma-system/own-1.0.0")
                .doesNotContainKey("skr/kyma-system/copy-1.0.0"));
    }

    private void awaitSelector(String manifest, String value) {
        fleet.soon(
                () -> assertThat(lifecycleManager.selector(manifest).toString()).isEqualTo(Applied.selector(value)));
    }

    private void awaitState(String manifest, String state) {
        fleet.soon(() -> assertThat(lifecycleManager
                        .read(manifest)
                        .path("metadata")
                        .path("annotations")
                        .path(ManifestAnnotations.STATE)
                        .asText())
                .isEqualTo(state));
    }

    /** Decisions so far, those withdrawn included. */
    private long updates(String manifest) {
        return fleet.log(fleet.topics().manifestUpdates()).stream()
                .filter(record -> record instanceof TopicRecord.Value<?> value
                        && value.key().equals(key(manifest)))
                .count();
    }

    private static String key(String manifest) {
        return CONTROL_PLANE + "/" + NAMESPACE + "/" + manifest;
    }

    private static Iterable<String> managers(JsonNode manifest) {
        return manifest.at("/metadata/managedFields").findValuesAsText("manager");
    }
}

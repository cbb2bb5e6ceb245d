package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.ingest.watch.WatchSettings;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Deletion;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.ApiUser;
import io.credstream.sandbox.Definitions;
import io.credstream.sandbox.KubeBinaries;
import io.credstream.sandbox.RealApiServer;
import io.credstream.sandbox.ResourceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What happens to watches of a real API server: each time, in the end, the topics equal the cluster. */
@Tag("kubernetes")
@TestInstance(Lifecycle.PER_CLASS)
final class RealWatchIT {

    private static final String NS = "kcp-system";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern GONE_LISTS =
            Pattern.compile("(?m)^apiserver_request_total\\{code=\"410\".*verb=\"LIST\".*} (\\d+)$");

    private final World world = new World();
    private RealApiServer server;
    private ApiUser admin;
    private Gate gate;
    private String id = "";
    private int tests;

    @BeforeAll
    void start(@TempDir Path folder) {
        // Pages come from etcd, as they did before 1.34, so that compaction takes them away; since then a cache has
        // them.
        server = RealApiServer.start(KubeBinaries.find(), folder, "--feature-gates=ListFromCacheSnapshot=false");
        admin = server.admin();
        Definitions.ours().installOn(admin);
        admin.apply("kubectl", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: kcp-system}
                ---
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: reader, namespace: kcp-system}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: reader}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
                subjects: [{kind: ServiceAccount, name: reader, namespace: kcp-system}]
                """);
        // Bookmarks come once a minute, and before a watch ends. So that a test need not wait for it, watches are
        // short.
        WatchSettings watching = world.watching();
        world.watching(watching.withPageSize(2)
                .withLifetime(Duration.ofSeconds(3))
                .withWatchdog(Duration.ofSeconds(12))
                .withRequestTimeout(Duration.ofSeconds(15)));
        world.startIngest();
    }

    @AfterAll
    void close() {
        world.close();
        server.close();
    }

    @BeforeEach
    void fill() {
        gate = new Gate(server.url());
        tests++;
        id = "real-" + tests;
        admin.apply("kubectl", Yaml.secret(NS, "regcred", "not-a-password-1"));
        admin.apply("kubectl", Yaml.template(NS, "telemetry", "1.0.0"));
        for (int i = 0; i < 4; i++) {
            admin.apply("klm", Yaml.manifest(NS, "m-" + i, "1.0.0"));
        }
    }

    @AfterEach
    void leave() {
        world.leave(id);
        gate.close();
    }

    @Test
    void aServerThatIsKilledMidStreamIsFollowedAgain() {
        TopicsEqualClusters equal = watched();
        // When
        admin.delete(ResourceKind.MANIFESTS, NS, "m-0");
        server.kill();
        server.start();
        admin.delete(ResourceKind.MANIFESTS, NS, "m-1");
        admin.apply("kubectl", Yaml.secret(NS, "regcred", "not-a-password-2"));
        // Then
        holdsSoon(equal);
        awaitCondition(Condition.WATCHED);
    }

    @Test
    void aListWhosePagesAreCompactedAwayBeginsAnew() {
        for (int i = 0; i < 60; i++) {
            admin.apply("klm", Yaml.manifest(NS, "page-" + i, "1.0.0"));
        }
        long before = goneLists();
        // When
        TopicsEqualClusters equal = joined();
        long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (int i = 1; goneLists() == before && System.nanoTime() < giveUp; i++) {
            for (int version = 0; version < 50; version++) {
                admin.merge(
                        ResourceKind.MANIFESTS,
                        NS,
                        "m-0",
                        "{\"spec\": {\"version\": \"1.%d.%d\"}}".formatted(i, version));
                server.compact();
            }
        }
        // Then
        assertThat(goneLists()).isGreaterThan(before);
        holdsSoon(equal);
        awaitCondition(Condition.WATCHED);
    }

    @Test
    void aWatchWhoseVersionIsForgottenIsListedAgain() {
        TopicsEqualClusters equal = watched();
        // When
        gate.shut();
        admin.delete(ResourceKind.MANIFESTS, NS, "m-0");
        admin.apply("klm", Yaml.manifest(NS, "m-1", "2.0.0"));
        server.compact();
        server.kill();
        server.start();
        gate.open();
        // Then
        holdsSoon(equal);
        assertThat(deletions(NS + "/m-0")).containsExactly(Deletion.Reason.RESYNC);
    }

    @Test
    void aConnectionThatGoesSilentEndsWithTheWatchdog() {
        TopicsEqualClusters equal = watched();
        // When
        gate.silence();
        admin.delete(ResourceKind.MANIFESTS, NS, "m-0");
        admin.apply("kubectl", Yaml.secret(NS, "regcred", "not-a-password-3"));
        // Then
        holdsSoon(equal);
        assertThat(deletions(NS + "/m-0")).containsExactly(Deletion.Reason.RESYNC);
        await().untilAsserted(() -> assertThat(status().gaps()).isNotEmpty());
    }

    @Test
    void aTokenThatEndsIsSaidAndItsReplacementIsFound() {
        TopicsEqualClusters equal = watched();
        // When
        admin.delete("/api/v1/namespaces/" + NS + "/serviceaccounts/reader").ok();
        // Then
        awaitCondition(Condition.UNAUTHORIZED);
        // When
        admin.delete(ResourceKind.MANIFESTS, NS, "m-0");
        admin.apply(
                "kubectl", "{apiVersion: v1, kind: ServiceAccount, metadata: {name: reader, namespace: kcp-system}}");
        world.writeKubeconfigFile(id, kubeconfig());
        // Then
        holdsSoon(equal);
        awaitCondition(Condition.WATCHED);
    }

    @Test
    void aKindThatIsInstalledLaterIsFound() {
        Definitions templates = Definitions.ours().only("moduletemplates");
        templates.removeFrom(admin);
        await().atMost(PATIENCE)
                .until(() -> admin.get("/apis/operator.kyma-project.io/v1beta2/moduletemplates")
                                .status()
                        == 404);
        Cluster member = join();
        // Then
        awaitCondition(Condition.NOT_SERVED);
        assertThat(status().fix()).contains("moduletemplates").contains("v1beta2");
        // When
        templates.installOn(admin);
        admin.apply("kubectl", Yaml.template(NS, "telemetry", "1.0.0"));
        // Then
        awaitCondition(Condition.WATCHED);
        holdsSoon(new TopicsEqualClusters(world, member));
    }

    @Test
    void aSecretThatLosesTheLabelIsGoneAndComesBackWithIt() {
        TopicsEqualClusters equal = watched();
        String label = "{\"metadata\": {\"labels\": {\"operator.kyma-project.io/managed-by\": \"%s\"}}}";
        // When
        admin.merge(ResourceKind.SECRETS, NS, "regcred", label.formatted("nobody"));
        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(deletions(NS + "/regcred")).containsExactly(Deletion.Reason.WATCH));
        // When
        admin.merge(ResourceKind.SECRETS, NS, "regcred", label.formatted("lifecycle-manager"));
        // Then
        holdsSoon(equal);
    }

    @Test
    void anObjectThatIsMadeAnewUnderItsNameIsAnother() {
        TopicsEqualClusters equal = watched();
        String before = uid("m-0");
        // When
        gate.silence();
        admin.delete(ResourceKind.MANIFESTS, NS, "m-0");
        admin.apply("klm", Yaml.manifest(NS, "m-0", "1.0.0"));
        // Then
        holdsSoon(equal);
        assertThat(uid("m-0")).isNotEqualTo(before);
    }

    @Test
    void whatIsDeletedWhileNobodyWatchesIsFoundMissing() {
        try (World other = new World()) {
            other.watching(world.watching());
            Ingest ingest = other.startIngest();
            Cluster member = other.controlPlane("away", kubeconfig(), admin::list);
            TopicsEqualClusters equal = new TopicsEqualClusters(other, member);
            holdsSoon(equal);
            // When
            ingest.close();
            admin.delete(ResourceKind.MANIFESTS, NS, "m-0");
            admin.delete(ResourceKind.SECRETS, NS, "regcred");
            other.startIngest();
            // Then
            holdsSoon(equal);
        }
    }

    @Test
    void versionsThatGoBackwardsBeginANewIncarnation() {
        TopicsEqualClusters equal = watched();
        Path backup = server.backup();
        for (int i = 0; i < 50; i++) {
            admin.merge(ResourceKind.MANIFESTS, NS, "m-1", "{\"spec\": {\"version\": \"1.1.%d\"}}".formatted(i));
        }
        admin.delete(ResourceKind.MANIFESTS, NS, "m-0");
        admin.apply("klm", Yaml.manifest(NS, "later", "1.0.0"));
        holdsSoon(equal);
        long before = status().incarnation();
        // When
        server.restore(backup);
        // Then
        holdsSoon(equal);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status().incarnation()).isEqualTo(before + 1));
        // When
        admin.delete(ResourceKind.MANIFESTS, NS, "m-1");
        // Then
        holdsSoon(equal);
    }

    private TopicsEqualClusters watched() {
        TopicsEqualClusters equal = joined();
        holdsSoon(equal);
        awaitCondition(Condition.WATCHED);
        return equal;
    }

    private TopicsEqualClusters joined() {
        return new TopicsEqualClusters(world, join());
    }

    private Cluster join() {
        return world.controlPlane(id, kubeconfig(), admin::list);
    }

    private String kubeconfig() {
        return server.kubeconfig(gate.url(), admin.issueToken(NS, "reader"));
    }

    private void holdsSoon(TopicsEqualClusters equal) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(equal::holds);
    }

    private ClusterStatus status() {
        return world.status(id).orElseThrow();
    }

    private void awaitCondition(Condition condition) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.status(id).map(ClusterStatus::condition))
                        .contains(condition));
    }

    private String uid(String name) {
        return world.latest(world.topics().manifests())
                .get(id + "/" + NS + "/" + name)
                .orElseThrow()
                .uid();
    }

    private List<Deletion.Reason> deletions(String object) {
        List<TopicRecord<?>> log = new ArrayList<>(world.log(world.topics().manifests()));
        log.addAll(world.log(world.topics().credentials()));
        List<Deletion.Reason> reasons = new ArrayList<>();
        for (TopicRecord<?> record : log) {
            if (record instanceof TopicRecord.Tombstone<?> tombstone
                    && tombstone.key().equals(id + "/" + object)
                    && tombstone.deletion() != null) {
                reasons.add(tombstone.deletion().reason());
            }
        }
        return reasons;
    }

    /** How many lists the server has answered with 410, as it counts them itself. */
    private long goneLists() {
        String metrics = admin.get("/metrics").ok().asText();
        return GONE_LISTS
                .matcher(metrics)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}

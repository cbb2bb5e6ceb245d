package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.ingest.watch.WatchSettings;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Deletion;
import io.credstream.read.TopicRecord;
import io.credstream.testkit.apiserver.ApiUser;
import io.credstream.testkit.apiserver.Definitions;
import io.credstream.testkit.apiserver.KubeBinaries;
import io.credstream.testkit.apiserver.RealApiServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A real API server, a gate before it, and an ingest that watches it: for each test as another member of the fleet. */
final class RealCluster implements AutoCloseable {

    static final String NS = "kcp-system";
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final World world = new World();
    private final RealApiServer server;
    private final ApiUser admin;
    private Gate gate;
    private String id = "";
    private int tests;

    private RealCluster(RealApiServer server) {
        this.server = server;
        admin = server.admin();
        gate = Gate.to(server);
    }

    /**
     * Starts all of it.
     *
     * @param flags for the API server
     */
    static RealCluster start(Path folder, String... flags) {
        RealCluster cluster = new RealCluster(RealApiServer.start(KubeBinaries.find(), folder, flags));
        Definitions.ours().installOn(cluster.admin);
        cluster.admin.apply("kubectl", """
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
        WatchSettings watching = cluster.world.watching();
        cluster.world.watching(watching.withPageSize(2)
                .withLifetime(Duration.ofSeconds(3))
                .withWatchdog(Duration.ofSeconds(12))
                .withRequestTimeout(Duration.ofSeconds(15)));
        cluster.world.startIngest();
        return cluster;
    }

    /** Before each test. */
    void begin() {
        gate = Gate.to(server);
        id = "real-" + ++tests;
        admin.apply("kubectl", Yaml.secret(NS, "regcred", "not-a-password-1"));
        admin.apply("kubectl", Yaml.template(NS, "telemetry", "1.0.0"));
        for (int i = 0; i < 4; i++) {
            admin.apply("klm", Yaml.manifest(NS, "m-" + i, "1.0.0"));
        }
    }

    /** After each test. */
    void end() {
        world.leave(id);
        gate.close();
    }

    World world() {
        return world;
    }

    RealApiServer server() {
        return server;
    }

    ApiUser admin() {
        return admin;
    }

    Gate gate() {
        return gate;
    }

    String id() {
        return id;
    }

    /** A member of the fleet that is watched when this returns. */
    TopicsEqualClusters watched() {
        return watched(kubeconfig());
    }

    TopicsEqualClusters watched(String kubeconfig) {
        TopicsEqualClusters equal = joined(kubeconfig);
        holdsSoon(equal);
        awaitCondition(Condition.WATCHED);
        return equal;
    }

    TopicsEqualClusters joined(String kubeconfig) {
        return new TopicsEqualClusters(world, world.controlPlane(id, kubeconfig, admin::list));
    }

    String kubeconfig() {
        return kubeconfig(gate.url());
    }

    /** With a token of its own, and by some way. */
    String kubeconfig(URI way) {
        return server.kubeconfig(way, admin.issueToken(NS, "reader"));
    }

    void holdsSoon(TopicsEqualClusters equal) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(equal::holds);
    }

    ClusterStatus status() {
        return world.status(id).orElseThrow();
    }

    void awaitCondition(Condition condition) {
        awaitStatus(status -> assertThat(status.condition()).isEqualTo(condition));
    }

    /** All of it of one record: the next one may say something else. */
    void awaitStatus(Consumer<ClusterStatus> expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.status(id)).hasValueSatisfying(expected));
    }

    String uid(String manifest) {
        return world.latest(world.topics().manifests())
                .get(id + "/" + NS + "/" + manifest)
                .orElseThrow()
                .uid();
    }

    /** Why a Manifest or a credential was reported to be gone, each time. */
    List<Deletion.Reason> deletions(String object) {
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

    @Override
    public void close() {
        world.close();
        server.close();
    }
}

package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.Cluster.Discovery;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.RefusedClaim;
import io.credstream.model.ClusterStatus.RefusedClaim.Reason;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.observe.Metric;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.objects.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runtimes that nobody wrote into a fleet file: they come, rotate, blink and go with the Secrets of their control plane. */
final class DiscoveryIT {

    private static final String NS = "kcp-system";
    private static final String SECRET = "kubeconfig-a";
    private static final String CREDENTIAL = "kcp.a/kyma-system/registry";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world = new World();
    private final EmbeddedCluster kcp = world.cluster("kcp");
    private final EmbeddedCluster skr = world.cluster("skr");

    @BeforeEach
    void fill() {
        skr.as("user").apply(Yaml.secret("kyma-system", "registry", "not-a-real-password"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aKubeconfigSecretMakesARuntimeOnWhichIngestIsTheServiceAccount() {
        // Given a user who may do nothing but act as the service account, which may do little
        String token = skr.access().issueToken("owner");
        skr.access().allowOnly("owner", request -> request.verb().equals("impersonate"));
        skr.access()
                .allowOnly(
                        Discovery.DEFAULT.user(),
                        request ->
                                request.verb().equals("list") || request.verb().equals("watch"));
        world.discovering("kcp");
        world.startIngest();
        // When
        claim(SECRET, "a", skr.kubeconfig(token));
        // Then
        soon(() -> assertThat(condition("kcp.a")).contains(Condition.WATCHED));
        soon(() -> assertThat(world.latest(world.topics().credentials()).get(CREDENTIAL))
                .isPresent());
        soon(() -> assertThat(world.gauge(Metric.DISCOVERED)).hasValue(1));
        assertThat(member("kcp.a")).hasValueSatisfying(runtime -> {
            assertThat(runtime.controlPlane()).isEqualTo("kcp");
            assertThat(runtime.kyma()).isEqualTo("a");
            assertThat(runtime.toString()).doesNotContain(token);
        });
        // And the Secret is no credential, and the control plane is none the worse
        assertThat(world.latest(world.topics().credentials()).records()).hasSize(1);
        soon(() -> assertThat(condition("kcp")).contains(Condition.WATCHED));
        assertThat(world.log(world.topics().clusters())).hasSize(2);
    }

    @Test
    void whoMayNotActAsTheServiceAccountIsToldWhatToGrant() {
        String token = skr.access().issueToken("owner");
        skr.access().forbid("owner", request -> request.verb().equals("impersonate"));
        world.discovering("kcp");
        world.startIngest();
        claim(SECRET, "a", skr.kubeconfig(token));
        soon(() -> assertThat(status("kcp.a")).hasValueSatisfying(status -> {
            assertThat(status.condition()).isEqualTo(Condition.FORBIDDEN);
            assertThat(status.fix()).contains("deploy/rbac", Discovery.DEFAULT.user());
        }));
    }

    @Test
    void aRotatedKubeconfigIsReadAgainOnceTheOldOneIsRefused() {
        // Given
        String old = skr.access().issueToken("owner");
        discovered(skr.kubeconfig(old));
        // When the old token ends first
        skr.access().revoke(old);
        skr.cutConnections();
        soon(() -> assertThat(condition("kcp.a")).contains(Condition.UNAUTHORIZED));
        claim(SECRET, "a", skr.kubeconfig(skr.access().issueToken("owner")));
        // Then
        soon(() -> assertThat(condition("kcp.a")).contains(Condition.WATCHED));
        assertThat(members("kcp.a")).hasSize(2);
        // And what the fleet knew of it is still what it knows
        assertThat(world.log(world.topics().credentials())).hasSize(1);
    }

    @Test
    void aSecretThatBlinksDisturbsNobody() {
        // Given
        discovered(skr.kubeconfig());
        int watches = skr.openWatches();
        // When
        kcp.as("user").delete(ResourceKind.SECRETS, NS, SECRET);
        soon(() -> assertThat(goneSince("kcp.a")).isTrue());
        claim(SECRET, "a", skr.kubeconfig());
        // Then
        soon(() -> assertThat(goneSince("kcp.a")).isFalse());
        assertThat(members("kcp.a")).hasSize(3).noneMatch(TopicRecord.Tombstone.class::isInstance);
        assertThat(world.log(world.topics().credentials())).hasSize(1);
        assertThat(skr.openWatches()).isEqualTo(watches);
        assertThat(condition("kcp.a")).contains(Condition.WATCHED);
    }

    @Test
    void aRuntimeWhoseSecretIsGoneForLongLeavesWithEverythingAlsoAfterARestart() {
        // Given
        Ingest first = discovered(skr.kubeconfig());
        kcp.as("user").delete(ResourceKind.SECRETS, NS, SECRET);
        soon(() -> assertThat(goneSince("kcp.a")).isTrue());
        first.close();
        assertThat(world.gauge(Metric.DISCOVERED)).isEmpty();
        // When
        world.removalGrace(Duration.ofSeconds(1));
        world.startIngest();
        // Then
        soon(() -> assertThat(member("kcp.a")).isEmpty());
        soon(() -> assertThat(world.gauge(Metric.DISCOVERED)).hasValue(0));
        soon(() ->
                assertThat(world.latest(world.topics().credentials()).records()).isEmpty());
        assertThat(world.log(world.topics().credentials()).stream()
                        .flatMap(record -> record instanceof TopicRecord.Tombstone<Credential> gone
                                ? Stream.ofNullable(gone.deletion())
                                : Stream.empty()))
                .extracting(Deletion::reason)
                .containsExactly(Deletion.Reason.CLUSTER_REMOVED);
        assertThat(world.bugs()).isEmpty();
    }

    @Test
    void whatIsNoKubeconfigIsSaidInTheStateOfItsRuntimeAndMendedByMendingIt() {
        // Given
        world.discovering("kcp");
        world.startIngest();
        // When
        claim("garbage", "garbage", "}{ not a kubeconfig");
        claim("exec", "exec", skr.kubeconfig().replaceAll("token: .*", "exec: {command: /bin/true}"));
        claim("keyless", "keyless", "x");
        kcp.as("user").edit(ResourceKind.SECRETS, NS, "keyless", secret -> secret.remove("data"));
        claim("badly-labelled", "Not_A_Kyma", skr.kubeconfig());
        // Then
        soon(() -> assertThat(status("kcp.garbage")).hasValueSatisfying(status -> {
            assertThat(status.condition()).isEqualTo(Condition.KUBECONFIG_MISSING);
            assertThat(status.fix()).contains("Secret kcp-system/garbage", "is not YAML");
        }));
        soon(() -> assertThat(status("kcp.exec")).hasValueSatisfying(status -> {
            assertThat(status.condition()).isEqualTo(Condition.KUBECONFIG_REFUSED);
            assertThat(status.fix()).contains(".exec", "would run a program");
        }));
        soon(() -> assertThat(status("kcp.keyless")).hasValueSatisfying(status -> {
            assertThat(status.condition()).isEqualTo(Condition.KUBECONFIG_MISSING);
            assertThat(status.fix()).contains("data.config");
        }));
        soon(() -> assertThat(status("kcp")).hasValueSatisfying(status -> {
            assertThat(status.condition()).isEqualTo(Condition.CLAIM_REFUSED);
            assertThat(status.refusedClaims())
                    .containsExactly(
                            new RefusedClaim(NS + "/badly-labelled", "kcp.Not_A_Kyma", Reason.INVALID_NAME, null));
        }));
        // And when they are mended
        claim("garbage", "garbage", skr.kubeconfig());
        kcp.as("user").delete(ResourceKind.SECRETS, NS, "badly-labelled");
        soon(() -> assertThat(condition("kcp.garbage")).contains(Condition.WATCHED));
        soon(() -> assertThat(condition("kcp")).contains(Condition.WATCHED));
        assertThat(world.bugs()).isEmpty();
    }

    /** As Secrets of runtimes and as files of control planes alike. */
    @Test
    void whatIsWrongWithAKubeconfigIsSaidByFieldAndDisturbsNobodyElse() {
        // Given
        Map<String, String> wrong = Map.of(
                "token", user("token: \"canary\\r\\nX-Evil: 1\""),
                "nul", user("token: \"canary\\0€\""),
                "username", user("username: \"canary\\nb\"\n    password: canary"),
                "as", user("token: canary\n    as-groups: [system:masters]"),
                "client-key-data", user("client-certificate-data: Y2FuYXJ5\n    client-key-data: Y2FuYXJ5"),
                "server", user("token: canary").replaceAll("server: .*", "server: https://127.0.0.1:99999"),
                "tls-server-name",
                        user("token: canary").replaceAll("(server: .*)", "$1\n    tls-server-name: 'a canary'"),
                "clusters[",
                        user("token: canary")
                                .replace("contexts:", "- name: skr\n  cluster: {server: canary}\ncontexts:"),
                "contexts[",
                        user("token: canary")
                                .replaceAll("current-context: .*", "current-context: \"\\e[31m\\nFAKE\\u202e\""));
        world.discovering("kcp");
        world.startIngest();
        // When
        List<String> fields = List.copyOf(wrong.keySet());
        for (int i = 0; i < fields.size(); i++) {
            String kubeconfig = Objects.requireNonNull(wrong.get(fields.get(i)));
            claim("wrong-" + i, "wrong-" + i, kubeconfig);
            world.writeKubeconfigFile("file-" + i, kubeconfig);
            world.controlPlane("file-" + i);
        }
        claim("good", "good", user("token: \"" + skr.adminToken() + "\\n\""));
        // Then
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i).equals("nul") ? "token" : fields.get(i);
            for (String id : List.of("kcp.wrong-" + i, "file-" + i)) {
                soon(() -> assertThat(status(id)).hasValueSatisfying(status -> {
                    assertThat(status.condition()).isIn(Condition.KUBECONFIG_MISSING, Condition.KUBECONFIG_REFUSED);
                    assertThat(status.fix())
                            .contains(field, ": ", "; ")
                            .contains(
                                    id.startsWith("file-")
                                            ? world.kubeconfig(id).toString()
                                            : "Secret " + NS)
                            .doesNotContain("canary", "\n", "\u001b", "\u202e");
                }));
            }
        }
        soon(() -> assertThat(condition("kcp.good")).contains(Condition.WATCHED));
        soon(() -> assertThat(condition("kcp")).contains(Condition.WATCHED));
        assertThat(world.bugs()).isEmpty();
    }

    private String user(String fields) {
        return skr.kubeconfig("x").replace("token: x", fields);
    }

    @Test
    void ofTwoControlPlanesThatClaimOneIdOneKeepsItAndTheOtherSaysSo() {
        // Given
        EmbeddedCluster eu = world.cluster("kcp.eu");
        world.discovering("kcp");
        world.discovering("kcp.eu");
        world.startIngest();
        eu.as("user").apply(Yaml.kubeconfig(NS, SECRET, "a", skr.kubeconfig()));
        soon(() -> assertThat(member("kcp.eu.a")).isPresent());
        // When
        claim("rival", "eu.a", skr.kubeconfig());
        // Then
        soon(() -> assertThat(status("kcp").map(ClusterStatus::refusedClaims))
                .contains(List.of(new RefusedClaim(NS + "/rival", "kcp.eu.a", Reason.TAKEN, "kcp.eu"))));
        claim("rival", "eu.a", skr.kubeconfig(skr.access().issueToken("other")));
        soon(() -> assertThat(condition("kcp.eu.a")).contains(Condition.WATCHED));
        assertThat(members("kcp.eu.a")).hasSize(1);
        assertThat(condition("kcp.eu")).contains(Condition.WATCHED);
    }

    @Test
    void theFleetFileTakesARuntimeOverAndGivesItBack() {
        // Given
        discovered(skr.kubeconfig());
        // When
        world.join(new Cluster(
                "kcp.a",
                Cluster.Role.RUNTIME,
                "kcp",
                "a",
                new KubeconfigFile(kubeconfigOfSkr(), null),
                List.of("kyma-system"),
                null,
                new Cause.Request("test", "fleet apply")));
        // Then
        soon(() -> assertThat(status("kcp").map(ClusterStatus::refusedClaims))
                .contains(List.of(new RefusedClaim(NS + "/" + SECRET, "kcp.a", Reason.IN_FLEET_FILE, "kcp.a"))));
        assertThat(condition("kcp")).contains(Condition.WATCHED);
        claim(SECRET, "a", skr.kubeconfig(skr.access().issueToken("other")));
        // When
        world.leave("kcp.a");
        // Then
        soon(() -> assertThat(member("kcp.a").map(Cluster::access)).containsInstanceOf(KubeconfigSecret.class));
        assertThat(members("kcp.a")).hasSize(4);
    }

    @Test
    void anotherInstanceTakesDiscoveryOverAndWritesNothingTwice() {
        // Given
        world.discovering("kcp");
        Ingest first = world.startIngest();
        Ingest second = world.startIngest();
        for (String kyma : List.of("a", "b", "c", "d")) {
            claim("kubeconfig-" + kyma, kyma, skr.kubeconfig());
        }
        soon(() -> List.of("a", "b", "c", "d")
                .forEach(kyma -> assertThat(condition("kcp." + kyma)).contains(Condition.WATCHED)));
        int records = world.log(world.topics().clusters()).size();
        // When
        first.close();
        soon(() -> assertThat(second.check().ready()).isTrue());
        claim("kubeconfig-e", "e", skr.kubeconfig());
        // Then
        soon(() -> assertThat(condition("kcp.e")).contains(Condition.WATCHED));
        assertThat(world.log(world.topics().clusters())).hasSize(records + 1);
        assertThat(world.bugs()).isEmpty();
    }

    @Test
    void aControlPlaneThatLeavesTakesWhatItDiscoveredWithIt() {
        // Given
        world.removalGrace(Duration.ofSeconds(1));
        discovered(skr.kubeconfig());
        // When
        world.leave("kcp");
        // Then
        soon(() -> assertThat(world.latest(world.topics().clusters()).records()).isEmpty());
        soon(() ->
                assertThat(world.latest(world.topics().credentials()).records()).isEmpty());
        assertThat(world.bugs()).isEmpty();
    }

    private Ingest discovered(String kubeconfig) {
        world.discovering("kcp");
        Ingest ingest = world.startIngest();
        claim(SECRET, "a", kubeconfig);
        soon(() -> assertThat(condition("kcp.a")).contains(Condition.WATCHED));
        return ingest;
    }

    private String kubeconfigOfSkr() {
        world.writeKubeconfigFile("skr-file", skr.kubeconfig());
        return world.kubeconfig("skr-file").toString();
    }

    private void claim(String name, String kyma, String kubeconfig) {
        kcp.as("user").apply(Yaml.kubeconfig(NS, name, kyma, kubeconfig));
    }

    private Optional<Cluster> member(String id) {
        return world.latest(world.topics().clusters()).get(id);
    }

    private List<TopicRecord<Cluster>> members(String id) {
        return world.log(world.topics().clusters()).stream()
                .filter(record -> switch (record) {
                    case TopicRecord.Value<Cluster> value -> value.key().equals(id);
                    case TopicRecord.Tombstone<Cluster> tombstone ->
                        tombstone.key().equals(id);
                    case TopicRecord.Unreadable<Cluster> ignored -> false;
                })
                .toList();
    }

    private boolean goneSince(String id) {
        return member(id)
                .map(Cluster::access)
                .filter(access -> access instanceof KubeconfigSecret secret && secret.goneSince() != null)
                .isPresent();
    }

    private Optional<ClusterStatus> status(String id) {
        return world.status(id);
    }

    private Optional<Condition> condition(String id) {
        return status(id).map(ClusterStatus::condition);
    }

    private static void soon(ThrowingRunnable holds) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(100)).untilAsserted(holds);
    }
}

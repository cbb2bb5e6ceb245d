package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.api.Faults;
import io.credstream.sandbox.objects.ResourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Whatever an API server does: in the end the topics equal the cluster, and nothing was deleted that is there. */
@TestInstance(Lifecycle.PER_CLASS)
final class WatchFaultsIT {

    private static final String NS = "kcp-system";

    private final World world = new World();

    @BeforeAll
    void start() {
        world.watching(world.watching().withPageSize(2).withWatchdog(Duration.ofSeconds(2)));
        world.startIngest();
    }

    @AfterAll
    void close() {
        world.close();
    }

    @Test
    void aSilentStallEndsWithTheWatchdogAndAList() {
        EmbeddedCluster kcp = filled("stall");
        TopicsEqualClusters equal = watched("stall");
        // When
        kcp.stallOpenWatches();
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-1");
        kcp.as("kubectl").apply(Yaml.secret(NS, "regcred", "not-a-password-2"));
        // Then
        equal.holdsSoon();
        assertThat(deletions("stall/" + NS + "/m-1")).containsExactly(Deletion.Reason.RESYNC);
        await().untilAsserted(() -> assertThat(status("stall").gaps()).isNotEmpty());
    }

    @Test
    void aConnectionThatIsCutIsResumedWithoutAGap() {
        EmbeddedCluster kcp = filled("cut");
        TopicsEqualClusters equal = watched("cut");
        long lists = kcp.requests().of("list", ResourceKind.MANIFESTS);
        // When
        kcp.cutConnections();
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-1");
        kcp.as("klm").apply(Yaml.manifest(NS, "m-9", "1.0.0"));
        // Then
        equal.holdsSoon();
        assertThat(deletions("cut/" + NS + "/m-1")).containsExactly(Deletion.Reason.WATCH);
        assertThat(status("cut").gaps()).isEmpty();
        // A single object tells whether versions went backwards; all of them would have taken two pages.
        assertThat(kcp.requests().of("list", ResourceKind.MANIFESTS)).isEqualTo(lists + 1);
    }

    @Test
    void aWatchWhoseVersionIsGoneIsListedAgainHoweverTheServerSaysSo() {
        for (boolean asStatus : List.of(true, false)) {
            String id = "gone-" + asStatus;
            EmbeddedCluster kcp = filled(id);
            kcp.configure(settings -> settings.withGoneAsStatus(asStatus));
            TopicsEqualClusters equal = watched(id);
            // When
            kcp.faults()
                    .inject(new Fault.Disconnect(), request -> request.verb().equals("watch"), Faults.ALWAYS);
            kcp.cutConnections();
            kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-0");
            kcp.compact();
            kcp.faults().clear();
            // Then
            equal.holdsSoon();
            assertThat(deletions(id + "/" + NS + "/m-0")).containsExactly(Deletion.Reason.RESYNC);
        }
    }

    @Test
    void aPageThatIsGoneStartsTheListAnew() {
        EmbeddedCluster kcp = filled("page");
        AtomicInteger pages = new AtomicInteger();
        kcp.faults()
                .injectOnce(
                        new Fault.Answer(410),
                        request -> request.is("list", ResourceKind.MANIFESTS) && pages.incrementAndGet() == 2);
        watched("page");
        assertThat(pages.get()).isGreaterThan(3);
    }

    @Test
    void stormsOfErrorsPass() {
        EmbeddedCluster kcp = filled("storms");
        kcp.faults().inject(new Fault.Answer(429), request -> true, 5);
        kcp.faults().inject(new Fault.Answer(503), request -> true, 10);
        kcp.faults().inject(new Fault.LostAnswer(), request -> true, 3);
        TopicsEqualClusters equal = watched("storms");
        // When
        kcp.faults().inject(new Fault.Answer(500), request -> true, 10);
        kcp.cutConnections();
        kcp.storm(ResourceKind.MANIFESTS, 100, manifest -> bump(manifest));
        // Then
        equal.holdsSoon();
    }

    @Test
    void anExpiredTokenIsSaidAndItsReplacementIsFound() {
        EmbeddedCluster kcp = filled("token");
        String token = kcp.access().issueToken("ingest");
        world.writeKubeconfig("token", token);
        TopicsEqualClusters equal = watched("token");
        // When
        kcp.access().revoke(token);
        kcp.cutConnections();
        // Then
        awaitCondition("token", Condition.UNAUTHORIZED);
        // When
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-0");
        world.writeKubeconfig("token", kcp.access().issueToken("ingest"));
        // Then
        equal.holdsSoon();
        awaitCondition("token", Condition.WATCHED);
    }

    @Test
    void secretsThatMayNotBeListedAreSaidAndDeleteNothing() {
        EmbeddedCluster kcp = filled("forbidden");
        world.writeKubeconfig("forbidden", kcp.access().issueToken("ingest"));
        TopicsEqualClusters equal = watched("forbidden");
        // When
        kcp.access().forbid("ingest", request -> request.resource().equals("secrets"));
        kcp.cutConnections();
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-0");
        // Then
        awaitStatus("forbidden", status -> {
            assertThat(status.condition()).isEqualTo(Condition.FORBIDDEN);
            assertThat(status.fix()).contains("deploy/rbac");
        });
        equal.holdsSoon();
        assertThat(world.latest(world.topics().credentials()).get("forbidden/" + NS + "/regcred"))
                .isPresent();
    }

    @Test
    void aMissingKindIsSaidHindersNoOtherAndIsFoundOnceItIsThere() {
        EmbeddedCluster kcp = world.cluster("crd");
        kcp.as("kubectl").apply(Yaml.secret(NS, "regcred", "not-a-password-1"));
        kcp.uninstall(ResourceKind.MODULE_TEMPLATES);
        TopicsEqualClusters equal = new TopicsEqualClusters(world, world.controlPlane("crd"));
        // Then
        awaitStatus("crd", status -> {
            assertThat(status.condition()).isEqualTo(Condition.NOT_SERVED);
            assertThat(status.fix()).contains("moduletemplates").contains("v1beta2");
            assertThat(status.listed(Kind.SECRET)).isTrue();
            assertThat(status.listed(Kind.MODULE_TEMPLATE)).isFalse();
        });
        // When
        kcp.serve(ResourceKind.MODULE_TEMPLATES, "v1beta1");
        // Then
        awaitStatus("crd", status -> assertThat(status.fix()).contains("served is v1beta1"));
        // When
        kcp.serve(ResourceKind.MODULE_TEMPLATES);
        kcp.as("kubectl").apply(Yaml.template(NS, "telemetry", "1.0.0"));
        // Then
        awaitCondition("crd", Condition.WATCHED);
        equal.holdsSoon();
    }

    @Test
    void aSecretThatLosesTheLabelIsGoneAndComesBackWithIt() {
        EmbeddedCluster kcp = filled("relabel");
        TopicsEqualClusters equal = watched("relabel");
        String key = "relabel/" + NS + "/regcred";
        // When
        kcp.as("kubectl").edit(ResourceKind.SECRETS, NS, "regcred", secret -> label(secret, "nobody"));
        await().untilAsserted(() ->
                assertThat(world.latest(world.topics().credentials()).get(key)).isEmpty());
        kcp.as("kubectl").edit(ResourceKind.SECRETS, NS, "regcred", secret -> label(secret, "lifecycle-manager"));
        // Then
        equal.holdsSoon();
        assertThat(deletions(key)).containsExactly(Deletion.Reason.WATCH);
    }

    @Test
    void anObjectThatIsMadeAnewUnderItsNameIsAnother() {
        EmbeddedCluster kcp = filled("anew");
        TopicsEqualClusters equal = watched("anew");
        String before = uid("anew/" + NS + "/m-0");
        // When
        kcp.stallOpenWatches();
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-0");
        kcp.as("klm").apply(Yaml.manifest(NS, "m-0", "1.0.0"));
        // Then
        equal.holdsSoon();
        assertThat(uid("anew/" + NS + "/m-0")).isNotEqualTo(before);
    }

    @Test
    void versionsThatGoBackwardsBeginANewIncarnation() {
        EmbeddedCluster kcp = filled("restore");
        TopicsEqualClusters equal = watched("restore");
        var backup = kcp.snapshot();
        kcp.storm(ResourceKind.MANIFESTS, 50, manifest -> bump(manifest));
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-0");
        kcp.as("klm").apply(Yaml.manifest(NS, "later", "1.0.0"));
        equal.holdsSoon();
        long before = status("restore").incarnation();
        // When
        kcp.restore(backup);
        // Then
        equal.holdsSoon();
        await().untilAsserted(() -> assertThat(status("restore").incarnation()).isEqualTo(before + 1));
        awaitCondition("restore", Condition.WATCHED);
        // When
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-1");
        // Then
        equal.holdsSoon();
    }

    @Test
    void anotherClusterUnderTheSameAddressBeginsANewIncarnation() {
        EmbeddedCluster kcp = filled("rebuilt");
        TopicsEqualClusters equal = watched("rebuilt");
        long before = status("rebuilt").incarnation();
        // When
        kcp.changeIdentity();
        kcp.cutConnections();
        // Then
        await().untilAsserted(() -> assertThat(status("rebuilt").incarnation()).isEqualTo(before + 1));
        awaitCondition("rebuilt", Condition.WATCHED);
        equal.holdsSoon();
    }

    @Test
    void whatChangesOnlyTheStatusIsNotHistory() {
        EmbeddedCluster kcp = filled("status");
        TopicsEqualClusters equal = watched("status");
        int before = recordsOf("status");
        // When
        for (int i = 0; i < 1000; i++) {
            String time = "2025-01-01T00:00:00." + i + "Z";
            kcp.as("klm")
                    .editStatus(
                            ResourceKind.MANIFESTS,
                            NS,
                            "m-0",
                            manifest -> manifest.withObject("/status").put("lastUpdateTime", time));
        }
        kcp.as("klm").apply(Yaml.manifest(NS, "last", "1.0.0"));
        // Then
        equal.holdsSoon();
        assertThat(recordsOf("status")).isEqualTo(before + 1);
    }

    @Test
    void aClockThatDiffersIsSaidAndTheClusterIsWatched() {
        EmbeddedCluster kcp = filled("skew");
        kcp.configure(settings -> settings.withClockOffset(Duration.ofMinutes(5)));
        watched("skew");
        awaitCondition("skew", Condition.CLOCK_SKEW);
    }

    private EmbeddedCluster filled(String id) {
        EmbeddedCluster kcp = world.cluster(id);
        kcp.as("kubectl").apply(Yaml.secret(NS, "regcred", "not-a-password-1"));
        kcp.as("kubectl").apply(Yaml.template(NS, "telemetry", "1.0.0"));
        for (int i = 0; i < 4; i++) {
            kcp.as("klm").apply(Yaml.manifest(NS, "m-" + i, "1.0.0"));
        }
        return kcp;
    }

    private TopicsEqualClusters watched(String id) {
        Cluster member = world.controlPlane(id);
        TopicsEqualClusters equal = new TopicsEqualClusters(world, member);
        equal.holdsSoon();
        awaitStatus(id, status -> assertThat(status.condition()).isIn(Condition.WATCHED, Condition.CLOCK_SKEW));
        await().until(() -> world.cluster(id).openWatches() == 3);
        return equal;
    }

    private ClusterStatus status(String id) {
        return world.status(id).orElseThrow();
    }

    private void awaitCondition(String id, Condition condition) {
        awaitStatus(id, status -> assertThat(status.condition()).isEqualTo(condition));
    }

    /** All of it of one record: the next one may say something else. */
    private void awaitStatus(String id, Consumer<ClusterStatus> expected) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(world.status(id)).hasValueSatisfying(expected));
    }

    private List<Deletion.Reason> deletions(String key) {
        List<Deletion.Reason> reasons = new ArrayList<>();
        world.log(world.topics().manifests()).forEach(record -> addDeletion(record, key, reasons));
        world.log(world.topics().credentials()).forEach(record -> addDeletion(record, key, reasons));
        return reasons;
    }

    private static void addDeletion(TopicRecord<?> record, String key, List<Deletion.Reason> reasons) {
        if (record instanceof TopicRecord.Tombstone<?> tombstone
                && tombstone.key().equals(key)
                && tombstone.deletion() != null) {
            reasons.add(tombstone.deletion().reason());
        }
    }

    private int recordsOf(String cluster) {
        int count = 0;
        for (TopicRecord<Manifest> record : world.log(world.topics().manifests())) {
            count += record instanceof TopicRecord.Value<Manifest> value
                            && value.key().startsWith(cluster + "/")
                    ? 1
                    : 0;
        }
        for (TopicRecord<Credential> record : world.log(world.topics().credentials())) {
            count += record instanceof TopicRecord.Value<Credential> value
                            && value.key().startsWith(cluster + "/")
                    ? 1
                    : 0;
        }
        return count;
    }

    private String uid(String key) {
        return world.latest(world.topics().manifests()).get(key).orElseThrow().uid();
    }

    private static void bump(ObjectNode manifest) {
        String version = manifest.path("spec").path("version").asText();
        manifest.withObject("/spec").put("version", version + "1");
    }

    private static void label(ObjectNode secret, String managedBy) {
        secret.withObject("/metadata").withObject("/labels").put("operator.kyma-project.io/managed-by", managedBy);
    }
}

package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Versioned;
import io.credstream.projection.Claim;
import io.credstream.projection.Observed;
import io.credstream.projection.Projection;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.objects.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work for one cluster fails at one seam after the other, and all others are watched as if nothing were wrong. */
final class BulkheadIT {

    private static final String NS = "kcp-system";
    private static final String SECRET = "not-a-token-in-a-message";

    private final World world = new World();
    private final AtomicBoolean failing = new AtomicBoolean();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aConnectionThatCannotBeMadeIsTheFaultOfItsCluster() {
        Cluster bad = world.controlPlane("bad");
        Cluster good = world.controlPlane("good");
        failing.set(true);
        world.startFailing(
                access -> {
                    if (failing.get() && access.equals(bad.access())) {
                        throw new IllegalArgumentException(SECRET);
                    }
                },
                projection -> projection);

        mendsItselfOnceTheReasonIsGone(bad, good, "IllegalArgumentException");
    }

    @Test
    void aProjectionThatFailsIsTheFaultOfItsCluster() {
        Cluster bad = world.controlPlane("bad");
        Cluster good = world.controlPlane("good");
        fill("bad");
        failing.set(true);
        world.startFailing(access -> {}, failingFor(bad, kind -> kind == Kind.MANIFEST, () -> {
            throw new IllegalStateException(SECRET);
        }));

        mendsItselfOnceTheReasonIsGone(bad, good, "IllegalStateException");
    }

    @Test
    void aWatchThatCannotBeBegunIsTheFaultOfItsCluster() {
        Cluster bad = world.controlPlane("bad");
        Cluster good = world.controlPlane("good");
        failing.set(true);
        world.refuseMeters(id -> failing.get()
                && "bad".equals(id.getTag("cluster"))
                && !id.getName().contains("faults"));
        world.startFailing(access -> {}, projection -> projection);

        mendsItselfOnceTheReasonIsGone(bad, good, "IllegalStateException");
    }

    @Test
    void anErrorStopsTheProcess() {
        Cluster bad = world.controlPlane("bad");
        fill("bad");
        failing.set(true);
        world.startFailing(access -> {}, failingFor(bad, kind -> true, () -> {
            throw new AssertionError(SECRET);
        }));

        await().untilAsserted(() -> assertThat(world.bugs())
                .hasOnlyElementsOfType(AssertionError.class)
                .isNotEmpty());
    }

    @Test
    void whatWasDeletedWhileAClusterWasFaultedIsFoundAndTheGapIsSaid() {
        Cluster bad = world.controlPlane("bad");
        fill("bad");
        world.startFailing(access -> {}, failingFor(bad, kind -> kind == Kind.MANIFEST, () -> {
            throw new IllegalStateException(SECRET);
        }));
        awaitCondition("bad", Condition.WATCHED);
        long incarnation = world.status("bad").orElseThrow().incarnation();
        // When
        failing.set(true);
        EmbeddedCluster kcp = world.cluster("bad");
        kcp.as("klm").apply(Yaml.manifest(NS, "m-9", "2.0.0"));
        awaitCondition("bad", Condition.FAULTED);
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-0");
        failing.set(false);
        // Then
        new TopicsEqualClusters(world, bad).holdsSoon();
        awaitCondition("bad", Condition.WATCHED);
        ClusterStatus status = world.status("bad").orElseThrow();
        assertThat(status.incarnation()).isEqualTo(incarnation);
        assertThat(status.gaps()).anyMatch(gap -> gap.reason() == Condition.FAULTED);
        assertThat(world.log(world.topics().manifests()))
                .filteredOn(record -> record instanceof TopicRecord.Tombstone<Manifest>)
                .singleElement()
                .satisfies(record -> assertThat(
                                Objects.requireNonNull(((TopicRecord.Tombstone<Manifest>) record).deletion())
                                        .reason())
                        .isEqualTo(Deletion.Reason.RESYNC));
    }

    private void mendsItselfOnceTheReasonIsGone(Cluster bad, Cluster good, String code) {
        fill("good");
        new TopicsEqualClusters(world, good).holdsSoon();
        awaitCondition("good", Condition.WATCHED);
        awaitCondition("bad", Condition.FAULTED);
        ClusterStatus status = world.status("bad").orElseThrow();
        ClusterStatus.Fault fault = Objects.requireNonNull(status.fault());
        assertThat(fault.code()).startsWith(code).doesNotContain(SECRET);
        assertThat(fault.nextTry()).isAfter(fault.since());
        assertThat(status.fix()).contains(fault.code()).doesNotContain(SECRET);
        // However often it fails, only what has become known in between is news: its identity, its first lists.
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        assertThat(statuses("bad")).isLessThanOrEqualTo(5);
        world.cluster("good").as("klm").apply(Yaml.manifest(NS, "while", "1.0.0"));
        new TopicsEqualClusters(world, good).holdsSoon();
        // When
        failing.set(false);
        fill("bad");
        // Then
        new TopicsEqualClusters(world, bad).holdsSoon();
        awaitCondition("bad", Condition.WATCHED);
        assertThat(world.status("bad").orElseThrow().fault()).isNull();
        assertThat(world.status("good").orElseThrow().gaps()).isEmpty();
        assertThat(world.bugs()).isEmpty();
    }

    private void fill(String id) {
        EmbeddedCluster kcp = world.cluster(id);
        kcp.as("kubectl").apply(Yaml.secret(NS, "regcred", "not-a-password-1"));
        for (int i = 0; i < 3; i++) {
            kcp.as("klm").apply(Yaml.manifest(NS, "m-" + i, "1.0.0"));
        }
    }

    private UnaryOperator<Projection> failingFor(Cluster cluster, Predicate<Kind> kinds, Runnable failure) {
        return usual -> new Projection() {
            @Override
            public Optional<? extends Versioned> project(Kind kind, Observed observed, List<RegistryEntry> previous) {
                if (failing.get() && isOf(cluster, observed) && kinds.test(kind)) {
                    failure.run();
                }
                return usual.project(kind, observed, previous);
            }

            @Override
            public Optional<Claim> claim(Observed secret) {
                return usual.claim(secret);
            }
        };
    }

    private static boolean isOf(Cluster cluster, Observed observed) {
        return observed.cluster().id().equals(cluster.id());
    }

    private long statuses(String id) {
        return world.log(world.topics().clusterStatus()).stream()
                .filter(record -> record instanceof TopicRecord.Value<ClusterStatus> value
                        && value.key().equals(id))
                .count();
    }

    private void awaitCondition(String id, Condition condition) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(world.status(id).map(ClusterStatus::condition))
                        .contains(condition));
    }
}

package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Deletion;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Topics that are deleted and made anew: what they held is told again, and nothing else. */
final class LostTopicsIT {

    private static final String NS = "kcp-system";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final World world = new World();
    private final EmbeddedCluster kcp = world.cluster("kcp");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatTopicsLostWhileTheyWereWrittenToIsToldAgain() {
        // Given
        TopicsEqualClusters equal = watched();
        Ingest ingest = world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        int gaps = world.status("kcp").orElseThrow().gaps().size();
        // When
        List<Topic<?>> lost = List.of(
                world.topics().credentials(),
                world.topics().templates(),
                world.topics().manifests());
        lost.forEach(world::lose);
        // Then
        await().atMost(SOON).untilAsserted(equal::holds);
        assertThat(world.log(world.topics().credentials())).hasSize(1);
        assertThat(world.log(world.topics().templates())).hasSize(1);
        assertThat(world.log(world.topics().manifests())).hasSize(3);
        // And what happens now is told, without a gap.
        kcp.as("klm").apply(Yaml.manifest(NS, "m-1", "2.0.0"));
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-2");
        equal.holdsSoon();
        assertThat(world.status("kcp").orElseThrow().gaps()).hasSize(gaps);
        await().untilAsserted(() -> assertThat(ingest.check().reasons()).isEmpty());
    }

    @Test
    void whatTopicsLostWhileNobodyWroteToThemIsToldAgain() {
        // Given
        TopicsEqualClusters equal = watched();
        Ingest first = world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        first.close();
        // When
        List<Topic<?>> lost = List.of(
                world.topics().credentials(),
                world.topics().templates(),
                world.topics().manifests());
        lost.forEach(world::lose);
        world.startIngest();
        // Then
        await().atMost(SOON).untilAsserted(equal::holds);
        assertThat(world.log(world.topics().manifests())).hasSize(3);
    }

    @Test
    void whatATopicHasThatNeitherTheClusterNorTheInventoryHasIsGone() {
        // Given a template that nobody knows of, as if the inventory had lost it
        TopicsEqualClusters equal = watched();
        Ingest ingest = world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        ingest.close();
        Template stray = stray();
        world.send(world.topics().templates().record(stray.ref().key(), stray, World.PARTITIONS));
        // When
        world.startIngest();
        // Then
        await().atMost(SOON).untilAsserted(equal::holds);
        List<TopicRecord<Template>> log = world.log(world.topics().templates());
        assertThat(log).hasSize(3);
        assertThat(log.stream()
                        .filter(TopicRecord.Tombstone.class::isInstance)
                        .map(record -> ((TopicRecord.Tombstone<Template>) record).deletion()))
                .singleElement()
                .extracting(Deletion::reason)
                .isEqualTo(Deletion.Reason.RESYNC);
    }

    @Test
    void anInventoryThatItsTopicLostWhileNobodyWatchedIsRecoveredFromTheTopics() {
        // Given
        TopicsEqualClusters equal = watched();
        Ingest first = world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        first.close();
        // When
        world.lose(world.topics().inventory());
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-2");
        world.startIngest();
        // Then only what has changed is told,
        equal.holdsSoon();
        assertThat(world.log(world.topics().manifests())).hasSize(4);
        assertThat(world.log(world.topics().credentials())).hasSize(1);
        assertThat(world.log(world.topics().templates())).hasSize(1);
        // and the inventory is written again.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                world.latest(world.topics().inventory()).records())
                        .hasSize(4));
    }

    @Test
    void anInventoryAndStatusesThatTheirTopicsLoseWhileTheyAreWrittenToAreWrittenAgain() {
        // Given
        var backup = kcp.snapshot();
        TopicsEqualClusters equal = watched();
        world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        kcp.restore(backup);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.status("kcp").map(ClusterStatus::incarnation))
                        .contains(2L));
        awaitWatched();
        equal.holdsSoon();
        int told = world.log(world.topics().manifests()).size();
        // When
        world.lose(world.topics().inventory());
        world.lose(world.topics().clusterStatus());
        // Then
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(world.latest(world.topics().inventory()).records())
                    .hasSameSizeAs(world.latest(world.topics().manifests()).records());
            assertThat(world.status("kcp").map(ClusterStatus::incarnation)).contains(2L);
            assertThat(world.status("kcp").orElseThrow().systemUid()).isNotNull();
        });
        assertThat(world.log(world.topics().manifests())).hasSize(told);
    }

    @Test
    void howFarVersionsHadComeIsKnownWhenInventoryAndStatusesAreLostWhileNobodyWatched() {
        // Given
        var backup = kcp.snapshot();
        TopicsEqualClusters equal = watched();
        Ingest first = world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        kcp.restore(backup);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.status("kcp").map(ClusterStatus::incarnation))
                        .contains(2L));
        equal.holdsSoon();
        first.close();
        // When
        world.lose(world.topics().inventory());
        world.lose(world.topics().clusterStatus());
        kcp.as("klm").apply(Yaml.manifest(NS, "m-1", "3.0.0"));
        world.startIngest();
        // Then
        equal.holdsSoon();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.status("kcp").map(ClusterStatus::incarnation))
                        .contains(2L));
    }

    @Test
    void aFleetThatItsTopicLosesIsWatchedOn() {
        // Given
        TopicsEqualClusters equal = watched();
        Cluster member = world.latest(world.topics().clusters()).get("kcp").orElseThrow();
        Ingest ingest = world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        // When
        world.lose(world.topics().clusters());
        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(String.join(" ", ingest.check().reasons()))
                        .contains("lacks kcp, watched as before; apply the fleet file again"));
        kcp.as("klm").apply(Yaml.manifest(NS, "m-1", "2.0.0"));
        equal.holdsSoon();
        assertThat(world.log(world.topics().manifests())).hasSize(4);
        // When
        world.join(member);
        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ingest.check().reasons()).isEmpty());
        world.leave("kcp");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                world.latest(world.topics().manifests()).records())
                        .isEmpty());
    }

    @Test
    void aFleetThatItsTopicLostWhileNobodyWatchedHasNotLeft() {
        // Given
        TopicsEqualClusters equal = watched();
        Cluster member = world.latest(world.topics().clusters()).get("kcp").orElseThrow();
        Ingest first = world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        first.close();
        // When
        world.lose(world.topics().clusters());
        Ingest ingest = world.startIngest();
        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(String.join(" ", ingest.check().reasons()))
                        .contains("lacks kcp, not watched; apply the fleet file again"));
        equal.holds();
        assertThat(world.log(world.topics().manifests())).hasSize(3);
        // When
        kcp.as("klm").apply(Yaml.manifest(NS, "m-1", "2.0.0"));
        world.join(member);
        // Then
        equal.holdsSoon();
        assertThat(world.log(world.topics().manifests())).hasSize(4);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ingest.check().reasons()).isEmpty());
    }

    @Test
    void offsetsThatSomebodyCommitsForTheGroupHideNobody() throws Exception {
        // Given offsets beyond the end of every partition of the fleet
        TopicsEqualClusters equal = watched();
        String group = world.config().kafka().topics().prefix() + "ingest";
        try (var admin = world.kafka().admin()) {
            var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
            for (int i = 0; i < World.PARTITIONS; i++) {
                offsets.put(new TopicPartition(world.topics().clusters().name(), i), new OffsetAndMetadata(2));
            }
            admin.alterConsumerGroupOffsets(group, offsets).all().get();
        }
        Ingest ingest = world.startIngest();
        equal.holdsSoon();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ingest.check().ready()).isTrue());
        // When others join
        List<Cluster> others = List.of("a", "b", "c", "d").stream()
                .map(id -> {
                    world.cluster(id).as("klm").apply(Yaml.manifest(NS, "m", "1.0.0"));
                    return world.controlPlane(id);
                })
                .toList();
        // Then
        new TopicsEqualClusters(world, others.toArray(Cluster[]::new)).holdsSoon();
    }

    @Test
    void aTopicThatIsDeletedWhileItIsWrittenToLosesNothing() {
        // Given
        TopicsEqualClusters equal = watched();
        Ingest ingest = world.startIngest();
        equal.holdsSoon();
        // When it is made anew by nobody but ingest
        Thread writing = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 200; i++) {
                kcp.as("klm").apply(Yaml.manifest(NS, "m-" + i % 50, "2.0." + i));
            }
        });
        world.delete(world.topics().manifests());
        // Then
        await().atMost(SOON).until(() -> !writing.isAlive());
        await().atMost(Duration.ofSeconds(60)).untilAsserted(equal::holds);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(ingest.check().reasons()).isEmpty());
    }

    private Template stray() {
        Template known = world.latest(world.topics().templates()).records().values().stream()
                .findFirst()
                .orElseThrow()
                .value();
        return new Template(
                new ObjectRef("kcp", NS, "stray"),
                "stray",
                known.version(),
                known.component(),
                known.componentVersion(),
                known.moduleName(),
                known.channel(),
                known.mandatory(),
                known.repository(),
                known.layers(),
                known.problem(),
                known.cause());
    }

    private TopicsEqualClusters watched() {
        kcp.as("kubectl").apply(Yaml.secret(NS, "regcred", "not-a-password-1"));
        kcp.as("kubectl").apply(Yaml.template(NS, "telemetry", "1.0.0"));
        for (int i = 0; i < 3; i++) {
            kcp.as("klm").apply(Yaml.manifest(NS, "m-" + i, "1.0.0"));
        }
        Cluster member = world.controlPlane("kcp");
        return new TopicsEqualClusters(world, member);
    }

    private void awaitWatched() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(world.status("kcp").map(ClusterStatus::condition))
                        .contains(Condition.WATCHED));
    }
}

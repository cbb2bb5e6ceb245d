package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.ingest.own.BudgetMeters;
import io.credstream.ingest.own.ControlPlaneEpochs;
import io.credstream.ingest.own.FleetView;
import io.credstream.ingest.own.PartitionOwner;
import io.credstream.ingest.own.ReportMeters;
import io.credstream.ingest.own.Stocktaking;
import io.credstream.ingest.watch.Admission;
import io.credstream.ingest.watch.Bulkhead;
import io.credstream.ingest.watch.ClusterWatch;
import io.credstream.ingest.watch.Room;
import io.credstream.ingest.watch.WatchMeters;
import io.credstream.kube.KubeClients;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Deletion;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Manifest;
import io.credstream.model.Version;
import io.credstream.observe.Loop;
import io.credstream.observe.Loops;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.projection.Projections;
import io.credstream.projection.SecretSelector;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.TopicWatch;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Restarts, takeovers, zombies, and clusters that come and go. */
final class OwnershipIT {

    private static final String NS = "kcp-system";
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final World world = new World();
    private final EmbeddedCluster kcp = world.cluster("kcp");
    private final List<PartitionOwner> owners = new ArrayList<>();
    private final List<AutoCloseable> lookers = new ArrayList<>();
    private final KubeClients clients = new KubeClients(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() throws Exception {
        for (PartitionOwner owner : owners) {
            owner.stop();
            owner.awaitStopped(STOP_WITHIN);
        }
        for (AutoCloseable looker : lookers) {
            looker.close();
        }
        clients.close();
        alarms.shutdownNow();
        world.close();
    }

    @Test
    void aRestartReportsWhatChangedMeanwhileAndNothingElse() {
        // Given
        TopicsEqualClusters equal = watched();
        Ingest first = world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        first.close();
        int before = world.log(world.topics().manifests()).size();
        // When
        kcp.as("klm").delete(ResourceKind.MANIFESTS, NS, "m-0");
        kcp.as("klm").apply(Yaml.manifest(NS, "m-1", "2.0.0"));
        world.startIngest();
        // Then
        equal.holdsSoon();
        List<TopicRecord<Manifest>> log = world.log(world.topics().manifests());
        assertThat(log).hasSize(before + 2);
        assertThat(log.stream().filter(TopicRecord.Tombstone.class::isInstance)).hasSize(1);
        assertThat(world.log(world.topics().credentials())).hasSize(1);
        assertThat(world.log(world.topics().templates())).hasSize(1);
        // And the time without a watch is a gap of each kind.
        await().untilAsserted(() ->
                assertThat(world.status("kcp").orElseThrow().gaps()).hasSize(3));
        assertThat(world.status("kcp").map(ClusterStatus::condition)).contains(Condition.WATCHED);
    }

    @Test
    void versionsThatWentBackwardsWhileNobodyWatchedAreNoticed() {
        // Given
        var backup = kcp.snapshot();
        TopicsEqualClusters equal = watched();
        Ingest first = world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        first.close();
        // When
        kcp.restore(backup);
        kcp.as("klm").apply(Yaml.manifest(NS, "m-1", "9.0.0"));
        world.startIngest();
        // Then
        equal.holdsSoon();
        await().untilAsserted(() ->
                assertThat(world.status("kcp").orElseThrow().incarnation()).isEqualTo(2));
        assertThat(world.latest(world.topics().manifests()).get("kcp/" + NS + "/m-1"))
                .get()
                .extracting(Manifest::version)
                .extracting(Version::incarnation)
                .isEqualTo(2L);
    }

    @Test
    void aZombieWritesNothing() {
        // Given
        TopicsEqualClusters equal = watched();
        PartitionOwner zombie = own();
        await().until(() -> zombie.state() == PartitionOwner.State.OWNED);
        equal.holdsSoon();
        // When somebody else takes over, and both see what happens next
        PartitionOwner rightful = own();
        await().atMost(STOP_WITHIN).until(() -> rightful.state() == PartitionOwner.State.OWNED);
        kcp.as("klm").apply(Yaml.manifest(NS, "m-0", "2.0.0"));
        // Then
        await().atMost(STOP_WITHIN).until(() -> zombie.state() == PartitionOwner.State.GIVEN_UP);
        equal.holdsSoon();
        assertThat(rightful.state()).isEqualTo(PartitionOwner.State.OWNED);
        assertThat(versionsOf("kcp/" + NS + "/m-0")).containsExactly("1.0.0", "2.0.0");
        assertThat(world.bugs()).isEmpty();
    }

    @Test
    void whatANewerBuildLeftIsNotTakenOverAndStaysAsItIs() {
        // Given what another build has left since
        TopicsEqualClusters equal = watched();
        PartitionOwner before = own();
        equal.holdsSoon();
        await().untilAsserted(() ->
                assertThat(world.latest(world.topics().inventory()).records()).isNotEmpty());
        before.stop();
        String key = "kcp/manifests/" + NS + "/m-0";
        InventoryEntry entry = world.latest(world.topics().inventory()).get(key).orElseThrow();
        world.send(world.newer(world.topics().inventory(), key, entry));
        kcp.as("klm").apply(Yaml.manifest(NS, "m-0", "2.0.0"));
        // When
        PartitionOwner old = own();
        // Then
        await().atMost(STOP_WITHIN).until(() -> old.state() == PartitionOwner.State.GIVEN_UP);
        assertThat(old.reason())
                .contains(
                        "waits for a build that reads InventoryEntry v9",
                        world.topics().inventory().name());
        assertThat(versionsOf("kcp/" + NS + "/m-0")).containsExactly("1.0.0");
        // When an entry that can be read takes its place
        world.send(world.topics().inventory().record(key, entry, World.PARTITIONS));
        PartitionOwner again = own();
        // Then
        await().atMost(STOP_WITHIN).until(() -> again.state() == PartitionOwner.State.OWNED);
        equal.holdsSoon();
        assertThat(versionsOf("kcp/" + NS + "/m-0")).containsExactly("1.0.0", "2.0.0");
        assertThat(world.bugs()).isEmpty();
    }

    @Test
    void aMemberThatOnlyANewerBuildKnowsIsWatchedAsItWas() {
        // Given
        TopicsEqualClusters equal = watched();
        Ingest ingest = world.startIngest();
        equal.holdsSoon();
        await().untilAsserted(() -> assertThat(ingest.check().ready()).isTrue());
        // When
        Cluster member = world.latest(world.topics().clusters()).get("kcp").orElseThrow();
        world.send(world.newer(world.topics().clusters(), "kcp", member));
        // Then
        await().untilAsserted(() -> assertThat(ingest.check().ready()).isFalse());
        assertThat(ingest.check().live()).isTrue();
        assertThat(String.join(" ", ingest.check().reasons())).contains("waits for a build that reads Cluster v9");
        kcp.as("klm").apply(Yaml.manifest(NS, "m-0", "2.0.0"));
        equal.holdsSoon();
        // When it can be read again
        world.join(member);
        // Then
        await().untilAsserted(() -> assertThat(ingest.check().ready()).isTrue());
        assertThat(world.log(world.topics().deadLetters())).isEmpty();
        assertThat(world.bugs()).isEmpty();
    }

    @Test
    void anInstanceThatWasFencedComesBackIfThePartitionIsStillItsOwn() {
        // Given
        TopicsEqualClusters equal = watched();
        Ingest ingest = world.startIngest();
        equal.holdsSoon();
        await().untilAsserted(() -> assertThat(ingest.check().ready()).isTrue());
        // When
        PartitionOwner intruder = own();
        await().atMost(STOP_WITHIN).until(() -> intruder.state() == PartitionOwner.State.OWNED);
        kcp.as("klm").apply(Yaml.manifest(NS, "m-0", "2.0.0"));
        // Then
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            kcp.as("klm").apply(Yaml.manifest(NS, "noise", "1.0." + System.nanoTime()));
            return intruder.state() == PartitionOwner.State.GIVEN_UP;
        });
        equal.holdsSoon();
        await().untilAsserted(() -> assertThat(ingest.check().ready()).isTrue());
        assertThat(world.bugs()).isEmpty();
    }

    @Test
    void twoInstancesShareTheFleetAndOneTakesOverFromTheOther() {
        // Given
        List<Cluster> members = new ArrayList<>();
        for (String id : List.of("a", "b", "c", "d", "e", "f")) {
            world.cluster(id).as("klm").apply(Yaml.manifest(NS, "m", "1.0.0"));
            members.add(world.controlPlane(id));
        }
        var equal = new TopicsEqualClusters(world, members.toArray(Cluster[]::new));
        Ingest first = world.startIngest();
        Ingest second = world.startIngest();
        equal.holdsSoon();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> first.check().ready() && second.check().ready());
        // When
        first.close();
        members.forEach(member -> world.cluster(member.id()).as("klm").apply(Yaml.manifest(NS, "m", "2.0.0")));
        // Then
        equal.holdsSoon();
        members.forEach(
                member -> assertThat(versionsOf(member.id() + "/" + NS + "/m")).containsExactly("1.0.0", "2.0.0"));
    }

    @Test
    void aClusterThatLeavesTheFleetTakesEverythingWithItAndMayComeBack() {
        // Given
        TopicsEqualClusters equal = watched();
        world.startIngest();
        equal.holdsSoon();
        awaitWatched();
        // When
        world.leave("kcp");
        // Then
        await().atMost(STOP_WITHIN).untilAsserted(() -> {
            assertThat(world.latest(world.topics().manifests()).records()).isEmpty();
            assertThat(world.latest(world.topics().credentials()).records()).isEmpty();
            assertThat(world.latest(world.topics().inventory()).records()).isEmpty();
            assertThat(world.latest(world.topics().clusterStatus()).records()).isEmpty();
        });
        assertThat(world.log(world.topics().manifests()).stream()
                        .filter(TopicRecord.Tombstone.class::isInstance)
                        .map(record -> ((TopicRecord.Tombstone<Manifest>) record).deletion()))
                .isNotEmpty()
                .allSatisfy(deletion -> assertThat(deletion)
                        .isNotNull()
                        .extracting(Deletion::reason)
                        .isEqualTo(Deletion.Reason.CLUSTER_REMOVED));
        await().until(() -> kcp.openWatches() == 0);
        // When
        world.controlPlane("kcp");
        // Then
        equal.holdsSoon();
    }

    @Test
    void aNamespaceThatIsNoLongerAllowedIsGone() {
        // Given
        kcp.as("kubectl").apply(Yaml.secret("default", "other", "not-a-password-2"));
        Cluster member = watchedMember();
        Cluster wider = world.join(with(member, List.of(NS, "default")));
        world.startIngest();
        new TopicsEqualClusters(world, wider).holdsSoon();
        // When
        Cluster all = world.join(with(member, List.of(Cluster.ALL_NAMESPACES)));
        new TopicsEqualClusters(world, all).holdsSoon();
        world.join(member);
        // Then
        new TopicsEqualClusters(world, member).holdsSoon();
        assertThat(world.log(world.topics().credentials())).hasSize(3);
    }

    @Test
    void aClusterThatCannotBeReachedHindersNoOther() {
        // Given
        world.cluster("dead").takeDown();
        world.controlPlane("dead");
        TopicsEqualClusters equal = watched();
        // When
        world.startIngest();
        // Then
        equal.holdsSoon();
        await().atMost(STOP_WITHIN)
                .untilAsserted(() -> assertThat(world.status("dead").map(ClusterStatus::condition))
                        .contains(Condition.UNREACHABLE));
        assertThat(world.status("dead").orElseThrow().fix()).contains("check that the API server runs");
        // When
        world.cluster("dead").bringUp();
        // Then
        await().atMost(STOP_WITHIN)
                .untilAsserted(() -> assertThat(world.status("dead").map(ClusterStatus::condition))
                        .contains(Condition.WATCHED));
    }

    private TopicsEqualClusters watched() {
        return new TopicsEqualClusters(world, watchedMember());
    }

    private Cluster watchedMember() {
        kcp.as("kubectl").apply(Yaml.secret(NS, "regcred", "not-a-password-1"));
        kcp.as("kubectl").apply(Yaml.template(NS, "telemetry", "1.0.0"));
        for (int i = 0; i < 3; i++) {
            kcp.as("klm").apply(Yaml.manifest(NS, "m-" + i, "1.0.0"));
        }
        return world.controlPlane("kcp");
    }

    private void awaitWatched() {
        await().atMost(STOP_WITHIN)
                .untilAsserted(() -> assertThat(world.status("kcp").map(ClusterStatus::condition))
                        .contains(Condition.WATCHED));
    }

    /** As an instance would that believes the partition to be its own, whatever the group says. */
    private PartitionOwner own() {
        IngestConfig config = world.config();
        var watching = new ClusterWatch.Shared(
                clients::openHttp,
                new Projections(SecretSelector.DEFAULT, world.keys().reader()),
                config.watching(),
                Admission.of(config.watching()),
                Room.of(config.watching()),
                alarms,
                Clock.systemUTC(),
                new WatchMeters(Meters.unseen(), Clock.systemUTC()),
                new Bulkhead(Meters.unseen(), world.bugs()::add));
        Loops loops = Loops.unseen(Metric.Part.INGEST);
        FleetView fleet = FleetView.start(
                world.kafka(),
                world.topics().clusters(),
                Optional::empty,
                new SplittableRandom(2),
                world.bugs()::add,
                loops.open(Loop.Kind.MEMBERS, ""));
        ControlPlaneEpochs controlPlanes = ControlPlaneEpochs.start(
                world.kafka(),
                world.topics().clusterStatus(),
                Optional::empty,
                new SplittableRandom(4),
                world.bugs()::add,
                loops.open(Loop.Kind.CONTROL_PLANES, ""));
        lookers.add(fleet);
        lookers.add(controlPlanes);
        TopicWatch topicWatch = TopicWatch.start(
                world.kafka()::admin, config.kafka().topicSetup(), world.topics(), TopicWatch.INTERVAL);
        Stocktaking stocktaking = Stocktaking.start(
                world.kafka(), world.topics(), topicWatch, new SplittableRandom(3), world.bugs()::add);
        lookers.add(stocktaking);
        lookers.add(topicWatch);
        var shared = new PartitionOwner.Shared(
                world.kafka(),
                world.topics(),
                config.group() + "-",
                world.keys().ids(),
                new ReportMeters(Meters.unseen()),
                new BudgetMeters(Meters.unseen()),
                fleet,
                stocktaking,
                config.removalGrace(),
                watching,
                controlPlanes,
                loops);
        int partition = world.topics().clusters().partition("kcp", World.PARTITIONS);
        PartitionOwner owner = PartitionOwner.start(partition, shared, new SplittableRandom(1), "");
        owners.add(owner);
        return owner;
    }

    private List<String> versionsOf(String key) {
        List<String> versions = new ArrayList<>();
        for (TopicRecord<Manifest> record : world.log(world.topics().manifests())) {
            if (record instanceof TopicRecord.Value<Manifest> value
                    && value.key().equals(key)) {
                versions.add(String.valueOf(value.value().componentVersion()));
            }
        }
        return versions;
    }

    private static Cluster with(Cluster cluster, List<String> namespaces) {
        return new Cluster(
                cluster.id(),
                cluster.role(),
                cluster.controlPlane(),
                cluster.kyma(),
                cluster.access(),
                namespaces,
                cluster.lifecycleManagerVersion(),
                cluster.cause());
    }
}

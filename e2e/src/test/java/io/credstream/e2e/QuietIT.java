package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.OnePatchPerChange;
import io.credstream.guarantee.ReplayTellsTheSame;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.sandbox.api.ClusterUser;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What changes nothing costs nothing: no record, no patch. */
class QuietIT {

    /** Longer than anything that is under way takes to arrive. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static final String NS = CONTROL_PLANE_NAMESPACE;

    @TempDir
    Path folder;

    private TestFleet world;
    private Play play;

    @BeforeEach
    void setTheScene() {
        world = new TestFleet(folder);
        world.services().waitingPatiently();
        play = Play.on(world);
    }

    private void settle() {
        world.services().startAll(2);
        new Converges().holdsSoon(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aThousandUpdatesOfTheStatusWriteNoRecord() {
        // Given
        settle();
        // And what lifecycle-manager makes of our writes, which is told once
        reconcile("a-bound", "first");
        reconcile("b-missing", "first");
        Map<String, Long> before = settledEnds();
        int manifests = world.contents().log(world.topics().manifests()).size();
        // When
        for (int i = 0; i < 1_000; i++) {
            reconcile(i % 2 == 0 ? "a-bound" : "b-missing", Integer.toString(i));
        }
        // Then
        assertThat(settledEnds()).isEqualTo(before);
        // And the watch has passed them, for it shows what came after.
        world.apply("kcp-eu", Yaml.manifest(NS, "late", "plain", false));
        new Converges().holdsSoon(world);
        assertThat(world.contents().log(world.topics().manifests())).hasSize(manifests + 1);
    }

    private void reconcile(String manifest, String time) {
        ClusterUser lifecycleManager = world.cluster("kcp-eu").as("lifecycle-manager");
        lifecycleManager.editStatus(
                ResourceKind.MANIFESTS,
                NS,
                manifest,
                object -> object.withObject("/status/lastOperation")
                        .put("operation", "installation is ready")
                        .put("lastUpdateTime", time));
    }

    @Test
    void aSecondStartOfEverythingWritesNothing() {
        // Given
        world.services().forgetting(Duration.ofSeconds(1));
        settle();
        play.changeEverything();
        new Converges().holdsSoon(world);
        settledEnds();
        awaitNothingRemembered();
        world.services().stopAll();
        Map<String, Long> before = settledEnds();
        Map<String, Long> patches = patches();
        // When
        world.services().startAll(2);
        // Then nothing is new but that there was a time without a watch
        assertThat(withoutStatus(settledEnds())).isEqualTo(withoutStatus(before));
        assertThat(patches()).isEqualTo(patches);
        Guarantee.always().forEach(guarantee -> guarantee.verify(world));
    }

    @Test
    void aRestartAtOnceRepeatsNothingButWhatACrashMayHaveSwallowed() {
        // Given
        settle();
        Map<String, Long> patches = patches();
        int decisions =
                world.contents().values(world.topics().manifestUpdates()).size();
        world.services().stopAll();
        Map<String, Long> before = settledEnds();
        // When
        world.services().startAll(2);
        // Then tombstones come again, and no decision
        assertThat(withoutTombstones(settledEnds())).isEqualTo(withoutTombstones(before));
        assertThat(world.contents().values(world.topics().manifestUpdates())).hasSize(decisions);
        assertThat(patches()).isEqualTo(patches);
    }

    @Test
    void everyChangeIsOnePatch() {
        settle();
        new OnePatchPerChange().verify(world);
        for (Runnable change : List.<Runnable>of(
                () -> play.rotate("kcp-eu", "not-a-password-5"),
                () -> play.takeSelectorAway("kcp-ap", "a-bound"),
                () -> world.user("kcp-eu").delete(ResourceKind.SECRETS, NS, "doomed"),
                () -> world.apply("kcp-ap", Yaml.template(NS, "missing", null, null)))) {
            // When
            change.run();
            // Then
            new Converges().holdsSoon(world);
            new OnePatchPerChange().verify(world);
            new ReplayTellsTheSame().verify(world);
        }
        assertThat(patches()).isEqualTo(Map.of("kcp-eu", 13L + 4 + 2, "kcp-ap", 13L + 1 + 2));
    }

    /** While it remembers what it cleared, a processor clears it again at its next start. */
    private void awaitNothingRemembered() {
        await().atMost(Guarantee.SOON)
                .untilAsserted(
                        () -> assertThat(world.contents().kept("attempts")).isEmpty());
    }

    private Map<String, Long> withoutStatus(Map<String, Long> ends) {
        Map<String, Long> others = new TreeMap<>(ends);
        others.keySet()
                .removeIf(name -> name.startsWith(world.topics().clusterStatus().name()));
        return others;
    }

    private Map<String, Long> withoutTombstones(Map<String, Long> ends) {
        Map<String, Long> others = withoutStatus(ends);
        others.keySet()
                .removeIf(
                        name -> name.startsWith(world.topics().manifestUpdates().name()));
        return others;
    }

    private Map<String, Long> patches() {
        return Map.of(
                "kcp-eu", world.cluster("kcp-eu").requests().of("patch", ResourceKind.MANIFESTS),
                "kcp-ap", world.cluster("kcp-ap").requests().of("patch", ResourceKind.MANIFESTS));
    }

    /** The ends of all history, when nothing has moved them for a while. */
    private Map<String, Long> settledEnds() {
        return world.contents().endsOfHistory(QUIET);
    }
}

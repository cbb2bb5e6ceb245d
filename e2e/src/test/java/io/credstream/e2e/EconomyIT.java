package io.credstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Instance;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.sandbox.api.RequestCounts;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sink.SinkConfig;
import io.credstream.topics.KafkaSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What API servers are asked for, counted where requests arrive: two instances of everything, two control planes, two runtimes. */
class EconomyIT {

    private static final RequestCounts.Key PATCH = new RequestCounts.Key("patch", ResourceKind.MANIFESTS.plural(), "");

    /** Manifests of a control plane on which a rotation of {@code bound} shows: of two Kymas, of {@code bound} and {@code invalid}. */
    private static final long CONCERNED = 4;

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

    @AfterEach
    void close() {
        world.close();
    }

    private void settle() {
        world.services().startAll(2);
        new Converges().holdsSoon(world);
        world.contents().endsOfHistory(Duration.ofSeconds(2));
        world.members().keySet().forEach(id -> world.cluster(id).requests().reset());
    }

    @Test
    void aRotationIsOnePatchForEachManifestThatShowsIt() {
        // Given
        settle();
        // When
        play.rotate("kcp-eu", "not-a-password-5");
        // Then
        awaitPatches("kcp-eu", CONCERNED);
        settledAsking("kcp-eu", CONCERNED);
        settledAsking("kcp-ap", 0);
    }

    @Test
    void whatIsToldAgainIsNoReasonToAskAnything() {
        // Given
        settle();
        // When
        world.repeat(world.topics().credentials());
        world.repeat(world.topics().templates());
        world.repeat(world.topics().manifests());
        // Then
        settledAsking("kcp-eu", 0);
        settledAsking("kcp-ap", 0);
    }

    @Test
    void aSinkThatForgotHowFarItWasPatchesNothing() throws Exception {
        // Given
        settle();
        world.services().running(Service.SINK).forEach(Instance::close);
        try (Admin admin = world.kafka().admin()) {
            admin.deleteConsumerGroups(
                            List.of(SinkConfig.of(KafkaSetup.of(world.kafka())).group()))
                    .all()
                    .get();
        }
        // When it reads every decision there has ever been
        world.services().start(Service.SINK);
        world.services().awaitReady();
        // Then
        settledAsking("kcp-eu", 0);
        settledAsking("kcp-ap", 0);
    }

    @Test
    void aRelistPatchesNothing() {
        // Given
        settle();
        // When watches cannot go on from where they were
        Play.CONTROL_PLANES.forEach(id -> {
            annotate(id, ResourceKind.MANIFESTS, 1);
            world.cluster(id).compact();
            world.cluster(id).cutConnections();
        });
        // Then
        RequestCounts.Key list = new RequestCounts.Key("list", ResourceKind.SECRETS.plural(), "");
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> Play.CONTROL_PLANES.forEach(
                        id -> assertThat(asked().get(id)).containsKey(list)));
        settled();
        assertThat(asked().values()).allSatisfy(requests -> assertThat(requests).doesNotContainKey(PATCH));
    }

    @Test
    void eventsThatChangeNothingAskNothing() {
        // Given
        settle();
        // When
        Play.CONTROL_PLANES.forEach(id -> {
            annotate(id, ResourceKind.MANIFESTS, 500);
            annotate(id, ResourceKind.MODULE_TEMPLATES, 500);
            annotate(id, ResourceKind.SECRETS, 500);
        });
        // Then
        settledAsking("kcp-eu", 0);
        settledAsking("kcp-ap", 0);
    }

    /** Writes what is of no concern to us, each time something else. */
    private void annotate(String cluster, ResourceKind kind, int updates) {
        AtomicInteger count = new AtomicInteger();
        world.cluster(cluster)
                .storm(
                        kind,
                        updates,
                        object -> object.withObject("/metadata/annotations")
                                .put("example.com/seen", Integer.toString(count.incrementAndGet())));
    }

    private void awaitPatches(String cluster, long patches) {
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(asked().get(cluster)).containsEntry(PATCH, patches));
    }

    /** Nothing but patches, and so many of them; and nobody has anything left to do. */
    private void settledAsking(String cluster, long patches) {
        settled();
        assertThat(asked().get(cluster)).isEqualTo(patches == 0 ? Map.of() : Map.of(PATCH, patches));
    }

    private void settled() {
        new Converges().holdsSoon(world);
        world.contents().endsOfHistory(Duration.ofSeconds(2));
    }

    private Map<String, Map<RequestCounts.Key, Long>> asked() {
        Map<String, Map<RequestCounts.Key, Long>> asked = new TreeMap<>();
        world.members()
                .keySet()
                .forEach(id -> asked.put(id, world.cluster(id).requests().snapshot()));
        return asked;
    }
}

package io.credstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.guarantee.Converges;
import io.credstream.guarantee.TestFleet;
import io.credstream.ingest.watch.WatchSettings;
import io.credstream.sandbox.api.RequestCounts;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What API servers are asked for while nothing happens. By itself, for it does nothing but wait: another JVM has the processors meanwhile. */
class QuietHourIT {

    /** Half a minute and more with watches that last three seconds has as many renewals as an hour with those that last five minutes. */
    private static final int QUICKER = 100;

    @TempDir
    Path folder;

    private TestFleet world;

    @BeforeEach
    void setTheScene() {
        world = new TestFleet(folder);
        Play.on(world);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aQuietHourIsRenewalsOfWatchesAndNothingElse() throws InterruptedException {
        // Given
        Duration lifetime = WatchSettings.DEFAULTS.lifetime().dividedBy(QUICKER);
        world.services().renewingWatchesAfter(lifetime);
        world.services().startAll(2);
        new Converges().holdsSoon(world);
        world.contents().endsOfHistory(Duration.ofSeconds(2));
        members().forEach(id -> world.cluster(id).requests().reset());
        Instant start = Instant.now();
        // When
        Thread.sleep(Duration.ofHours(1).dividedBy(QUICKER));
        // Then
        Map<String, Map<RequestCounts.Key, Long>> asked = new TreeMap<>();
        members().forEach(id -> asked.put(id, world.cluster(id).requests().snapshot()));
        long most = Duration.between(start, Instant.now()).dividedBy(lifetime) + 1;
        asked.forEach((cluster, requests) -> {
            assertThat(requests.keySet()).as(cluster).containsExactlyElementsOf(watches(cluster));
            assertThat(requests.values())
                    .as(cluster)
                    .allSatisfy(renewals -> assertThat(renewals).isBetween(1L, most));
        });
    }

    private Set<String> members() {
        return world.members().keySet();
    }

    private static List<RequestCounts.Key> watches(String cluster) {
        List<ResourceKind> kinds = Play.CONTROL_PLANES.contains(cluster)
                ? List.of(ResourceKind.MANIFESTS, ResourceKind.MODULE_TEMPLATES, ResourceKind.SECRETS)
                : List.of(ResourceKind.MODULE_TEMPLATES, ResourceKind.SECRETS);
        return kinds.stream()
                .map(kind -> new RequestCounts.Key("watch", kind.plural(), ""))
                .toList();
    }
}

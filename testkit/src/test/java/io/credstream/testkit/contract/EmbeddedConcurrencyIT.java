package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.objects.KubeStatusException;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writers that get in each other's way, and somebody who watches them. */
@Timeout(60)
class EmbeddedConcurrencyIT {

    private static final int WRITERS = 4;
    private static final int WRITES = 250;
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    @Test
    void aWatchSeesEveryWriteOnceAndInOrder() {
        try (var fleet = EmbeddedFleet.start();
                var api = new RawApi(fleet.cluster("one").kubeconfig())) {
            var cluster = fleet.cluster("one");
            var before = cluster.resourceVersion();
            try (var watch = api.watch(SECRETS + "?watch=true&resourceVersion=" + before);
                    var writers = Executors.newFixedThreadPool(WRITERS)) {
                // When
                for (int i = 0; i < WRITERS; i++) {
                    int seed = i;
                    writers.execute(() -> write(cluster, seed));
                }
                // Then
                var seen = new TreeMap<String, JsonNode>();
                for (long next = Long.parseLong(before) + 1;
                        next <= Long.parseLong(before) + WRITERS * WRITES;
                        next++) {
                    var event = watch.nextEvent();
                    assertThat(event.at("/object/metadata/resourceVersion").asLong())
                            .isEqualTo(next);
                    fold(event, seen);
                }
                cluster.as("reader")
                        .list(ResourceKind.SECRETS)
                        .forEach(secret -> assertThat(
                                        seen.remove(secret.at("/metadata/name").asText()))
                                .isEqualTo(secret));
                assertThat(seen).isEmpty();
            }
        }
    }

    private static void fold(JsonNode event, Map<String, JsonNode> seen) {
        var name = event.at("/object/metadata/name").asText();
        switch (event.path("type").asText()) {
            case "ADDED" -> assertThat(seen.put(name, event.path("object"))).isNull();
            case "MODIFIED" -> assertThat(seen.put(name, event.path("object"))).isNotNull();
            case "DELETED" -> assertThat(seen.remove(name)).isNotNull();
            default -> throw new AssertionError(event);
        }
    }

    /** Each iteration writes exactly once, whatever the others do. */
    private static void write(EmbeddedCluster cluster, int seed) {
        var random = new Random(seed);
        var user = cluster.as("writer-" + seed);
        for (int i = 0; i < WRITES; ) {
            var name = "s" + random.nextInt(5);
            try {
                if (random.nextInt(4) == 0) {
                    user.delete(ResourceKind.SECRETS, "default", name);
                } else {
                    user.apply("""
                            apiVersion: v1
                            kind: Secret
                            metadata:
                              name: %s
                            stringData:
                              key: %d-%d
                            """.formatted(name, seed, i));
                }
                i++;
            } catch (KubeStatusException gone) {
                assertThat(gone.code()).isEqualTo(404);
            }
        }
    }
}

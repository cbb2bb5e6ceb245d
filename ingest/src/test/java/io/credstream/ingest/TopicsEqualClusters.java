package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.projection.Observed;
import io.credstream.projection.Projections;
import io.credstream.projection.SecretSelector;
import io.credstream.read.LatestByKey;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The guarantee that everything else rests on: what the topics say of a cluster is what is there, no more and no less. Asked
 * past the product's own lists and watches.
 */
final class TopicsEqualClusters {

    private static final Cause NO_CAUSE = new Cause.Request("", "");
    private static final Duration SOON = Duration.ofSeconds(60);

    private final World world;
    private final Projections projections;
    private final List<Cluster> clusters;

    TopicsEqualClusters(World world, Cluster... clusters) {
        this.world = world;
        this.projections = new Projections(SecretSelector.DEFAULT, world.keys().reader());
        this.clusters = List.of(clusters);
    }

    void holdsSoon() {
        await().atMost(SOON).pollInterval(Duration.ofMillis(100)).untilAsserted(this::holds);
    }

    void holds() {
        assertThat(world.bugs()).isEmpty();
        assertThat(reported(world.topics().credentials(), TopicsEqualClusters::content))
                .isEqualTo(there(Kind.SECRET, ResourceKind.SECRETS));
        assertThat(reported(world.topics().templates(), TopicsEqualClusters::content))
                .isEqualTo(there(Kind.MODULE_TEMPLATE, ResourceKind.MODULE_TEMPLATES));
        assertThat(reported(world.topics().manifests(), TopicsEqualClusters::content))
                .isEqualTo(there(Kind.MANIFEST, ResourceKind.MANIFESTS));
    }

    private <V extends Record & Versioned> Map<String, Versioned> reported(
            Topic<V> topic, Function<Versioned, Versioned> content) {
        LatestByKey<V> latest = world.latest(topic);
        assertThat(latest.unreadable()).isZero();
        Map<String, Versioned> reported = new TreeMap<>();
        latest.records().forEach((key, record) -> {
            if (clusters.stream().anyMatch(cluster -> key.startsWith(cluster.id() + "/"))) {
                reported.put(key, content.apply(record.value()));
            }
        });
        return reported;
    }

    private Map<String, Versioned> there(Kind kind, ResourceKind resource) {
        Map<String, Versioned> there = new TreeMap<>();
        for (Cluster cluster : clusters) {
            if (kind == Kind.MANIFEST && cluster.role() == Cluster.Role.RUNTIME) {
                continue;
            }
            for (ObjectNode object : world.objects(cluster, resource)) {
                projections
                        .project(kind, new Observed(cluster, object, Version.NONE, NO_CAUSE), List.of())
                        .ifPresent(projection -> there.put(projection.ref().key(), content(projection)));
            }
        }
        return there;
    }

    /** Without what depends on when it was observed: version, cause, and the revisions that unchanged entries keep. */
    private static Versioned content(Versioned projection) {
        Versioned timeless = projection.observedAt(Version.NONE, NO_CAUSE);
        return timeless instanceof Credential c
                ? new Credential(
                        c.ref(),
                        c.uid(),
                        c.version(),
                        c.labels(),
                        List.of(),
                        c.fingerprints(),
                        c.expiresAt(),
                        c.problem(),
                        c.cause())
                : timeless;
    }
}

package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.objects.ResourceKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ListAndWatchIT {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void whatIsThereAndWhatChangesReachesTheTopics() {
        // Given
        EmbeddedCluster kcp = world.cluster("kcp-eu");
        Cluster member = world.controlPlane("kcp-eu");
        kcp.as("kubectl").apply(Yaml.secret("kcp-system", "regcred", "not-a-password-1"));
        kcp.as("kubectl").apply(Yaml.secret("default", "elsewhere", "not-a-password-2"));
        kcp.as("kubectl").apply(Yaml.template("kcp-system", "telemetry", "1.0.0"));
        for (int i = 0; i < 7; i++) {
            kcp.as("klm").apply(Yaml.manifest("kcp-system", "kyma-" + i, "1.0.0"));
        }
        // When
        world.watching(world.watching().withPageSize(3));
        world.startIngest();
        // Then
        var topicsEqualClusters = new TopicsEqualClusters(world, member);
        topicsEqualClusters.holdsSoon();
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> world.status("kcp-eu").map(ClusterStatus::condition),
                        c -> c.equals(java.util.Optional.of(Condition.WATCHED)));

        // When
        kcp.as("kubectl").apply(Yaml.secret("kcp-system", "regcred", "not-a-password-3"));
        kcp.as("kubectl").apply(Yaml.template("default", "other", "2.0.0"));
        kcp.as("klm").delete(ResourceKind.MANIFESTS, "kcp-system", "kyma-3");
        // Then
        topicsEqualClusters.holdsSoon();
        assertThat(world.log(world.topics().manifests())).hasSize(8);
        assertThat(world.log(world.topics().credentials())).hasSize(2);
    }
}

package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Deletion;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a real API server, and on the way to it: each time, in the end, the topics equal the cluster. */
@Tag("kubernetes")
@TestInstance(Lifecycle.PER_CLASS)
final class RealWatchIT {

    private static final String NS = RealCluster.NS;
    private static final Pattern GONE_LISTS =
            Pattern.compile("(?m)^apiserver_request_total\\{code=\"410\".*verb=\"LIST\".*} (\\d+)$");

    private RealCluster real;

    @BeforeAll
    void start(@TempDir Path folder) {
        real = RealCluster.start(folder, "--feature-gates=ListFromCacheSnapshot=false");
    }

    @AfterAll
    void close() {
        real.close();
    }

    @BeforeEach
    void fill() {
        real.begin();
    }

    @AfterEach
    void leave() {
        real.end();
    }

    @Test
    void aServerThatIsKilledMidStreamIsFollowedAgain() {
        TopicsEqualClusters equal = real.watched();
        // When
        real.admin().delete(ResourceKind.MANIFESTS, NS, "m-0");
        real.server().kill();
        real.server().start();
        real.admin().delete(ResourceKind.MANIFESTS, NS, "m-1");
        real.admin().apply("kubectl", Yaml.secret(NS, "regcred", "not-a-password-2"));
        // Then
        real.holdsSoon(equal);
        real.awaitCondition(Condition.WATCHED);
    }

    @Test
    void aListWhosePagesAreCompactedAwayBeginsAnew() {
        for (int i = 0; i < 60; i++) {
            real.admin().apply("klm", Yaml.manifest(NS, "page-" + i, "1.0.0"));
        }
        long before = goneLists();
        // When
        TopicsEqualClusters equal = real.joined(real.kubeconfig());
        long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        for (int i = 1; goneLists() == before && System.nanoTime() < giveUp; i++) {
            for (int version = 0; version < 50; version++) {
                real.admin()
                        .merge(
                                ResourceKind.MANIFESTS,
                                NS,
                                "m-0",
                                "{\"spec\": {\"version\": \"1.%d.%d\"}}".formatted(i, version));
                real.server().compact();
            }
        }
        // Then
        assertThat(goneLists()).isGreaterThan(before);
        real.holdsSoon(equal);
        real.awaitCondition(Condition.WATCHED);
    }

    @Test
    void aWatchWhoseVersionIsForgottenIsListedAgain() {
        TopicsEqualClusters equal = real.watched();
        // When
        real.gate().shut();
        real.admin().delete(ResourceKind.MANIFESTS, NS, "m-0");
        real.admin().apply("klm", Yaml.manifest(NS, "m-1", "2.0.0"));
        real.server().compact();
        real.server().kill();
        real.server().start();
        real.gate().open();
        // Then
        real.holdsSoon(equal);
        assertThat(real.deletions(NS + "/m-0")).containsExactly(Deletion.Reason.RESYNC);
    }

    @Test
    void aConnectionThatGoesSilentEndsWithTheWatchdog() {
        TopicsEqualClusters equal = real.watched();
        // When
        real.gate().silence();
        real.admin().delete(ResourceKind.MANIFESTS, NS, "m-0");
        real.admin().apply("kubectl", Yaml.secret(NS, "regcred", "not-a-password-3"));
        // Then
        real.holdsSoon(equal);
        assertThat(real.deletions(NS + "/m-0")).containsExactly(Deletion.Reason.RESYNC);
        await().untilAsserted(() -> assertThat(real.status().gaps()).isNotEmpty());
    }

    @Test
    void aTokenThatEndsIsSaidAndItsReplacementIsFound() {
        TopicsEqualClusters equal = real.watched();
        // When
        real.admin()
                .delete("/api/v1/namespaces/" + NS + "/serviceaccounts/reader")
                .ok();
        // Then
        real.awaitCondition(Condition.UNAUTHORIZED);
        // When
        real.admin().delete(ResourceKind.MANIFESTS, NS, "m-0");
        real.admin()
                .apply(
                        "kubectl",
                        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: reader, namespace: kcp-system}}");
        real.world().writeKubeconfigFile(real.id(), real.kubeconfig());
        // Then
        real.holdsSoon(equal);
        real.awaitCondition(Condition.WATCHED);
    }

    @Test
    void versionsThatGoBackwardsBeginANewIncarnation() {
        TopicsEqualClusters equal = real.watched();
        Path backup = real.server().backup();
        for (int i = 0; i < 50; i++) {
            real.admin().merge(ResourceKind.MANIFESTS, NS, "m-1", "{\"spec\": {\"version\": \"1.1.%d\"}}".formatted(i));
        }
        real.admin().delete(ResourceKind.MANIFESTS, NS, "m-0");
        real.admin().apply("klm", Yaml.manifest(NS, "later", "1.0.0"));
        real.holdsSoon(equal);
        long before = real.status().incarnation();
        // When
        real.server().restore(backup);
        // Then
        real.holdsSoon(equal);
        await().atMost(RealCluster.PATIENCE)
                .untilAsserted(() -> assertThat(real.status().incarnation()).isEqualTo(before + 1));
        // When
        real.admin().delete(ResourceKind.MANIFESTS, NS, "m-1");
        // Then
        real.holdsSoon(equal);
    }

    @Test
    void aRestoreThatCaughtUpBeforeAnybodyLookedIsFoundAllTheSame() {
        TopicsEqualClusters equal = real.watched();
        Path backup = real.server().backup();
        real.admin().delete(ResourceKind.MANIFESTS, NS, "m-0");
        real.admin().apply("klm", Yaml.manifest(NS, "later", "1.0.0"));
        real.holdsSoon(equal);
        long seen = version();
        // When
        real.gate().shut();
        real.server().restore(backup);
        for (int i = 0; version() <= seen; i++) {
            real.admin().merge(ResourceKind.MANIFESTS, NS, "m-1", "{\"spec\": {\"version\": \"1.1.%d\"}}".formatted(i));
        }
        real.gate().open();
        // Then
        real.holdsSoon(equal);
    }

    @Test
    void stormsOfErrorsPass() {
        try (Gate gateway = Gate.gatewayTo(real.server())) {
            TopicsEqualClusters equal = real.watched(real.kubeconfig(gateway.url()));
            for (int status : List.of(429, 503, 500, 504)) {
                // When
                gateway.storm(status);
                real.awaitCondition(Condition.OVERLOADED);
                real.admin()
                        .merge(
                                ResourceKind.MANIFESTS,
                                NS,
                                "m-1",
                                "{\"spec\": {\"version\": \"2.0.%d\"}}".formatted(status));
                gateway.open();
                // Then
                real.awaitCondition(Condition.WATCHED);
                real.holdsSoon(equal);
            }
        }
    }

    private long version() {
        return real.admin()
                .get("/apis/operator.kyma-project.io/v1beta2/manifests?limit=1")
                .ok()
                .at("/metadata/resourceVersion")
                .asLong();
    }

    /** How many lists the server has answered with 410, as it counts them itself. */
    private long goneLists() {
        String metrics = real.admin().get("/metrics").ok().asText();
        return GONE_LISTS
                .matcher(metrics)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }
}

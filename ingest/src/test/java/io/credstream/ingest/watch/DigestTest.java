package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Role;
import io.credstream.model.Kind;
import io.credstream.model.Version;
import io.credstream.projection.Observed;
import io.credstream.projection.Projections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final Cluster CONTROL_PLANE = new Cluster(
            "kcp",
            Role.CONTROL_PLANE,
            null,
            null,
            new KubeconfigFile("kubeconfig.yaml", null),
            List.of("kcp-system"),
            null,
            new Cause.Request("test", "fleet apply"));

    private static final String MANIFEST = """
            metadata: {name: m, namespace: kcp-system, uid: u1, generation: 1, labels: {a: b}}
            spec: {version: 1.2.3, config: {credSecretSelector: {matchLabels: {a: b}}}}
            status: {state: Ready, lastOperation: {operation: ready, lastUpdateTime: 2025-01-01T00:00:00Z}}
            """;

    @Test
    void isThatOfTheNextVersionThatSaysTheSame() throws JsonProcessingException {
        String later =
                MANIFEST.replace("2025-01-01", "2025-01-02").replace("operation: ready", "operation: still ready");

        assertThat(digest(later, "8")).isEqualTo(digest(MANIFEST, "7")).matches("[0-9a-f]{64}");
    }

    @Test
    void differsWhereAnythingDiffersThatMatters() throws JsonProcessingException {
        assertThat(digest(MANIFEST.replace("1.2.3", "1.2.4"), "7")).isNotEqualTo(digest(MANIFEST, "7"));
        assertThat(digest(MANIFEST.replace("uid: u1", "uid: u2"), "7")).isNotEqualTo(digest(MANIFEST, "7"));
        assertThat(digest(MANIFEST.replace("state: Ready", "state: Error"), "7"))
                .isNotEqualTo(digest(MANIFEST, "7"));
        assertThat(digest(MANIFEST.replace("{matchLabels: {a: b}}", "{}"), "7")).isNotEqualTo(digest(MANIFEST, "7"));
    }

    private static String digest(String yaml, String version) throws JsonProcessingException {
        Observed observed = new Observed(
                CONTROL_PLANE,
                new YAMLMapper().readTree(yaml),
                new Version(1, version),
                new Cause.Observation("kcp", Kind.MANIFEST, version));
        return Digest.of(Projections.manifest(observed).orElseThrow()).hex();
    }
}

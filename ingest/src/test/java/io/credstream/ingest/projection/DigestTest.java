package io.credstream.ingest.projection;

import static io.credstream.ingest.projection.Given.CONTROL_PLANE;
import static io.credstream.ingest.projection.Given.observed;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String MANIFEST = """
            metadata: {name: m, namespace: kcp-system, uid: u1, generation: 1, labels: {a: b}}
            spec: {version: 1.2.3, config: {credSecretSelector: {matchLabels: {a: b}}}}
            status: {state: Ready, lastOperation: {operation: ready, lastUpdateTime: 2025-01-01T00:00:00Z}}
            """;

    @Test
    void isThatOfTheNextVersionThatSaysTheSame() {
        String later =
                MANIFEST.replace("2025-01-01", "2025-01-02").replace("operation: ready", "operation: still ready");

        assertThat(digest(later, "8")).isEqualTo(digest(MANIFEST, "7")).matches("[0-9a-f]{64}");
    }

    @Test
    void differsWhereAnythingDiffersThatMatters() {
        assertThat(digest(MANIFEST.replace("1.2.3", "1.2.4"), "7")).isNotEqualTo(digest(MANIFEST, "7"));
        assertThat(digest(MANIFEST.replace("uid: u1", "uid: u2"), "7")).isNotEqualTo(digest(MANIFEST, "7"));
        assertThat(digest(MANIFEST.replace("state: Ready", "state: Error"), "7"))
                .isNotEqualTo(digest(MANIFEST, "7"));
        assertThat(digest(MANIFEST.replace("{matchLabels: {a: b}}", "{}"), "7")).isNotEqualTo(digest(MANIFEST, "7"));
    }

    private static String digest(String yaml, String version) {
        return Digest.of(Projections.manifest(observed(CONTROL_PLANE, yaml, version))
                        .orElseThrow())
                .hex();
    }
}

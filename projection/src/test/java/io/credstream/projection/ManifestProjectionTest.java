package io.credstream.projection;

import static io.credstream.projection.Given.CONTROL_PLANE;
import static io.credstream.projection.Given.observed;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.Manifest.Verdict.Code;
import io.credstream.model.ManifestAnnotations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a Manifest R9, R12, R13 and R18 look at. */
class ManifestProjectionTest {

    @Test
    void saysWhoseManifestItIs() {
        Manifest manifest = manifest("""
                metadata:
                  name: m
                  namespace: kcp-system
                  uid: u1
                  labels:
                    operator.kyma-project.io/kyma-name: my-kyma
                    operator.kyma-project.io/module-name: my-module
                    operator.kyma-project.io/channel: fast
                  annotations:
                    operator.kyma-project.io/fqdn: example.org/module
                    operator.kyma-project.io/remote-template: "true"
                    credstream.io/applied: install=abc
                    credstream.io/credential-revision: def
                    credstream.io/credential-state: Bound
                    credstream.io/cause: kcp/secrets@1
                spec: {version: 1.2.3}
                """);

        assertThat(manifest.ref().key()).isEqualTo("kcp/kcp-system/m");
        assertThat(manifest.uid()).isEqualTo("u1");
        assertThat(manifest.component()).isEqualTo("example.org/module");
        assertThat(manifest.componentVersion()).isEqualTo("1.2.3");
        assertThat(manifest.kyma()).isEqualTo("my-kyma");
        assertThat(manifest.moduleName()).isEqualTo("my-module");
        assertThat(manifest.channel()).isEqualTo("fast");
        assertThat(manifest.remoteTemplate()).isTrue();
        assertThat(manifest.annotations())
                .isEqualTo(new ManifestAnnotations("install=abc", "def", "Bound", "kcp/secrets@1"));
        assertThat(manifest.annotated()).isTrue();
    }

    @Test
    void keepsASelectorAsItWasObservedAndBesideItInCanonicalForm() {
        Manifest manifest = manifest("""
                metadata: {name: m, namespace: kcp-system}
                spec:
                  install: {source: {credSecretSelector: {matchLabels: {b: "2", a: "1"}, foreign: [1, {z: 1, y: null}]}}}
                  config: {credSecretSelector: null}
                """);

        assertThat(manifest.layers())
                .containsExactly(
                        new ManifestLayer(
                                Layer.INSTALL,
                                "{\"matchLabels\":{\"b\":\"2\",\"a\":\"1\"},\"foreign\":[1,{\"z\":1,\"y\":null}]}",
                                "{\"foreign\":[1,{\"y\":null,\"z\":1}],\"matchLabels\":{\"a\":\"1\",\"b\":\"2\"}}"),
                        new ManifestLayer(Layer.CONFIG, null, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}
            null
            {install: null, config: null}
            {install: {}, config: []}
            {install: {source: null}}
            {install: {source: text}, config: text}
            {installs: [{source: {chartName: nginx}}]}
            """)
    void hasNoLayerWhereThereIsNoObject(String spec) {
        assertThat(manifest("{metadata: {name: m, namespace: n}, spec: " + spec + "}")
                        .layers())
                .isEmpty();
    }

    @Test
    void countsALayerAsLackingWhenItsSelectorFitsIntoNoRecord() {
        String huge = "x".repeat(ManifestProjection.MAX_SELECTOR);

        assertThat(manifest("{metadata: {name: m, namespace: n}, spec: {config: {credSecretSelector: " + huge + "}}}")
                        .layers())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            labels: {operator.kyma-project.io/skip-reconciliation: "true"}       | true
            labels: {operator.kyma-project.io/skip-reconciliation: "True"}       | false
            labels: {operator.kyma-project.io/skip-reconciliation: "false"}      | false
            annotations: {operator.kyma-project.io/skip-reconciliation: "true"}  | false
            """)
    void isSkippedByTheLabelThatLifecycleManagerReads(String metadata, boolean skipped) {
        assertThat(manifest("{metadata: {name: m, namespace: n, " + metadata + "}}")
                        .skipReconciliation())
                .isEqualTo(skipped);
    }

    @Test
    void isDeletingOnceItHasATimeOfDeletion() {
        assertThat(manifest("{metadata: {name: m, namespace: n, deletionTimestamp: 2025-01-01T00:00:00Z}}")
                        .deleting())
                .isTrue();
        assertThat(manifest("{metadata: {name: m, namespace: n, deletionTimestamp: null}}")
                        .deleting())
                .isFalse();
    }

    @Test
    void keepsOurAnnotationsAsObservedEvenWhereEmpty() {
        assertThat(manifest("{metadata: {name: m, namespace: n, annotations: {credstream.io/applied: ''}}}")
                        .annotations())
                .isEqualTo(new ManifestAnnotations("", null, null, null));
    }

    @Test
    void takesATextThatFitsIntoNoRecordForAbsent() {
        String huge = "x".repeat(Json.MAX_TEXT + 1);

        assertThat(manifest("{metadata: {name: m, namespace: n}, spec: {version: " + huge + "}, status: {state: " + huge
                                + "}}")
                        .componentVersion())
                .isNull();
    }

    @Test
    void isNotAnnotatedWithoutTheParentOfAnnotations() {
        assertThat(manifest("{metadata: {name: m, namespace: n}}").annotated()).isFalse();
        assertThat(manifest("{metadata: {name: m, namespace: n, annotations: null}}")
                        .annotated())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                        |       | NONE
            {state: Ready, lastOperation: {operation: installation is ready}}        | Ready | NONE
            {state: Error, lastOperation: {operation: 'failed to fetch keyChain: no auth secret found'}}                | Error | NO_AUTH_SECRET
            {state: Error, lastOperation: {operation: 'failed to fetch keyChain: failed to create auth keychain: eof'}} | Error | KEYCHAIN_FAILED
            {state: Error, lastOperation: {operation: 'failed to extract raw manifest from layer digest: failed to pull layer due to: GET 401'}} | Error | PULL_FAILED
            {state: Error, lastOperation: {operation: something else}}               | Error | OTHER_ERROR
            {state: Error, lastOperation: null}                                       | Error | OTHER_ERROR
            {state: 7, lastOperation: []}                                             |       | NONE
            null                                                                      |       | NONE
            """)
    void carriesTheVerdictOfLifecycleManagerAsACode(String status, String state, Code code) {
        assertThat(manifest("{metadata: {name: m, namespace: n}, status: " + status + "}")
                        .verdict())
                .isEqualTo(new Verdict(state, code));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:05Z, 2026-01-01T00:00:09Z, true",
        "2026-01-01T00:00:05Z, 2026-01-01T00:00:05Z, true",
        "2026-01-01T00:00:05Z, 2026-01-01T00:00:04Z, false",
        "2026-01-01T00:00:05Z, nonsense, false",
        ", 2026-01-01T00:00:04Z, false",
    })
    void tellsWhetherTheStatusMovedAfterWeWroteLast(@Nullable String written, String status, boolean reconciled) {
        Manifest manifest = manifest("""
                metadata:
                  name: m
                  namespace: n
                  managedFields:
                  - {manager: somebody, time: "2027-01-01T00:00:00Z"}
                  - {manager: %s, time: "%s"}
                  - {manager: lifecycle-manager, subresource: status, time: "%s"}
                """.formatted(
                written == null ? "nobody" : "credstream", written == null ? "2026-01-01T00:00:09Z" : written, status));

        assertThat(manifest.verdict().reconciled()).isEqualTo(reconciled);
    }

    private static Manifest manifest(String yaml) {
        return Projections.manifest(observed(CONTROL_PLANE, yaml)).orElseThrow();
    }
}

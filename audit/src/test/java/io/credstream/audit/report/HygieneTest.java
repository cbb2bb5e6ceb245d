package io.credstream.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Fleet;
import io.credstream.audit.TestLog;
import io.credstream.audit.report.Finding.Smell;
import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HygieneTest {

    private static final Cause CAUSE = new Cause.Request("test", "test");

    private final TestLog log = new TestLog().controlPlane();

    @Test
    void aFleetInOrderHasNoFindings() {
        log.credential("cred", "a", "x").template("op", "a").manifest("m", "op").carriedOut("m");

        assertThat(Hygiene.of(Fleet.of(log.facts()))).isEmpty();
    }

    @Test
    void selectorsThatMatchNothingOrTooMuchAndCredentialsThatNobodySelectsAreFound() {
        log.credential("one", "a", "x").credential("two", "a", "y").credential("idle", "c", "z");
        log.template("op", "a").template("lost", "b").manifest("m", "op").carriedOut("m");

        assertThat(smells())
                .containsExactly(
                        "NO_MATCH kcp/kcp-system/lost",
                        "AMBIGUOUS kcp/kcp-system/op",
                        "UNUSED_CREDENTIAL kcp/kcp-system/idle");
    }

    @Test
    void oneSecretInManyPlacesIsFoundOnce() {
        log.credential("one", "a", "x")
                .credential("two", "a", "x")
                .template("op", "a")
                .manifest("m", "op")
                .carriedOut("m");

        List<Finding> findings = Hygiene.of(Fleet.of(log.facts()));

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.smell()).isEqualTo(Smell.SHARED_SECRET);
            assertThat(finding.related()).containsExactly(TestLog.ref("one"), TestLog.ref("two"));
        });
    }

    @Test
    void layersThatDifferAndRegistriesWithoutEncryptionAreFound() {
        LabelSelector selector = LabelSelector.of(Map.of("cred", "a"));
        Template template = new Template(
                TestLog.ref("op"),
                "uid",
                new Version(1, "50"),
                "kyma.io/op",
                "1.0.0",
                "op",
                null,
                false,
                "10.0.0.7:5000/modules",
                List.of(
                        new TemplateLayer(Layer.INSTALL, new LayerSelector.Labelled(selector)),
                        new TemplateLayer(Layer.CONFIG, new LayerSelector.Unlabelled())),
                null,
                CAUSE);
        log.put(log.facts().topics().templates(), template.ref().key(), template);

        assertThat(smells())
                .containsExactly(
                        "NO_MATCH kcp/kcp-system/op",
                        "LAYERS_DIFFER kcp/kcp-system/op",
                        "PLAIN_HTTP kcp/kcp-system/op");
    }

    @Test
    void selectorsOfOthersAndSecretsThatStandElsewhereAreFound() {
        String json = "{\"matchLabels\":{\"mine\":\"x\"}}";
        Manifest foreign = new Manifest(
                TestLog.ref("foreign"),
                "uid",
                new Version(1, "50"),
                "kyma.io/none",
                "1.0.0",
                null,
                null,
                null,
                false,
                false,
                false,
                true,
                List.of(new ManifestLayer(Layer.INSTALL, json, json)),
                ManifestAnnotations.NONE,
                new Manifest.Verdict(null, Manifest.Verdict.Code.NONE),
                null,
                null,
                CAUSE);
        Credential elsewhere = new Credential(
                new ObjectRef(TestLog.KCP, "default", "cred"),
                "uid",
                new Version(1, "51"),
                Map.of("cred", "a"),
                List.of(),
                Map.of(),
                null,
                null,
                CAUSE);
        log.put(log.facts().topics().manifests(), foreign.ref().key(), foreign);
        log.put(log.facts().topics().credentials(), elsewhere.ref().key(), elsewhere);

        assertThat(smells())
                .containsExactly("NAMESPACE_NOT_ALLOWED kcp/default/cred", "FOREIGN_SELECTOR kcp/kcp-system/foreign");
    }

    @Test
    void namesEntriesWithoutALoginAndWhatElseIsToBeSaidOfACredential() {
        RegistryEntry half =
                new RegistryEntry("reg.io/team", false, Map.of(), Map.of(), "r", RegistryEntry.NoLogin.NO_PASSWORD);
        ObjectRef ref = new ObjectRef(TestLog.KCP, "kcp-system", "half");
        Credential credential = new Credential(
                ref,
                "uid",
                new Version(1, "51"),
                Map.of("cred", "nobody"),
                List.of(half),
                Map.of(),
                null,
                null,
                List.of(),
                null,
                null,
                List.of(Credential.Remark.MALFORMED_EXPIRY),
                CAUSE);
        log.put(log.facts().topics().credentials(), ref.key(), credential);

        assertThat(smells()).contains("NO_LOGIN kcp/kcp-system/half", "REMARKED kcp/kcp-system/half");
    }

    private List<String> smells() {
        return Hygiene.of(Fleet.of(log.facts())).stream()
                .map(finding -> finding.smell() + " " + finding.subject())
                .toList();
    }
}

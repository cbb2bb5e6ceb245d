package io.credstream.cli.get;

import io.credstream.model.ApplyReport;
import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Scope;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small world as records. */
final class Records {

    private static final Cause CAUSE = new Cause.Observation("kcp-eu", Kind.SECRET, "7");
    private static final Version VERSION = new Version(1, "7");
    private static final LabelSelector SELECTOR = LabelSelector.of(Map.of("cred", "op"));
    private static final String SELECTOR_JSON = "{\"matchLabels\":{\"cred\":\"op\"}}";
    private static final LayerSelector INSTALL = new LayerSelector.Labelled(SELECTOR);
    private static final LayerSelector CONFIG = new LayerSelector.Invalid("is an empty map");

    static final Cluster CONTROL_PLANE = new Cluster(
            "kcp-eu",
            Role.CONTROL_PLANE,
            null,
            null,
            new Cluster.Access.KubeconfigFile("/kubeconfigs/kcp-eu", null),
            List.of("kcp-system"),
            "1.3.10",
            new Cause.Request("somebody", "fleet apply test"));

    static final Cluster RUNTIME = new Cluster(
            "kcp-eu.a1b2",
            Role.RUNTIME,
            "kcp-eu",
            "a1b2",
            new Cluster.Access.KubeconfigFile("/kubeconfigs/a1b2", null),
            List.of("kyma-system"),
            null,
            new Cause.Request("somebody", "fleet apply test"));

    static final ClusterStatus WATCHED = new ClusterStatus(
            "kcp-eu",
            Condition.WATCHED,
            null,
            "v1.33.0",
            "uid",
            1,
            List.of(
                    new ClusterStatus.KindStatus(Kind.SECRET, "v1", true, "7"),
                    new ClusterStatus.KindStatus(Kind.MODULE_TEMPLATE, "v1beta2", true, "7"),
                    new ClusterStatus.KindStatus(Kind.MANIFEST, "v1beta2", false, null)),
            List.of(),
            List.of(),
            null,
            List.of(),
            null,
            CAUSE);

    static final ClusterStatus UNREACHABLE = new ClusterStatus(
            "kcp-eu.a1b2",
            Condition.UNREACHABLE,
            "check the network",
            null,
            null,
            0,
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(),
            null,
            CAUSE);

    static final Credential CREDENTIAL = new Credential(
            ref("cred"),
            "uid-cred",
            VERSION,
            Map.of("cred", "op"),
            List.of(new RegistryEntry("registry.example.com", Map.of("k1", "aa"), Map.of("k1", "bb"), "r1")),
            Map.of("k1", "0123456789abcdef"),
            Instant.parse("2055-01-01T00:00:00Z"),
            null,
            CAUSE);

    static final Credential MALFORMED = new Credential(
            ref("broken"),
            "uid-broken",
            VERSION,
            Map.of("cred", "other"),
            List.of(),
            Map.of(),
            null,
            Credential.Problem.MALFORMED,
            CAUSE);

    static final Template TEMPLATE = new Template(
            ref("op-1.0.0"),
            "uid-template",
            VERSION,
            "kyma-project.io/op",
            "1.0.0",
            "op",
            null,
            false,
            "registry.example.com/modules",
            List.of(new TemplateLayer(Layer.INSTALL, INSTALL), new TemplateLayer(Layer.CONFIG, CONFIG)),
            null,
            CAUSE);

    static final Binding BINDING = new Binding(
            new Scope("kcp-eu", null),
            TEMPLATE.ref(),
            "kyma-project.io/op",
            "1.0.0",
            "op",
            null,
            List.of(
                    new BoundLayer(
                            Layer.INSTALL,
                            INSTALL,
                            BindingState.BOUND,
                            "r1",
                            List.of(new Binding.Match(CREDENTIAL.ref(), "registry.example.com", null)),
                            List.of("kcp-system")),
                    new BoundLayer(
                            Layer.CONFIG,
                            CONFIG,
                            BindingState.INVALID_SELECTOR,
                            null,
                            List.of(),
                            List.of("kcp-system"))),
            CAUSE);

    static final Manifest BOUND =
            manifest("bound", "op", "1.0.0", SELECTOR_JSON, new Verdict("Ready", Verdict.Code.NONE));

    static final Manifest WAITING =
            manifest("waiting", "op", "1.0.0", null, new Verdict("Error", Verdict.Code.NO_AUTH_SECRET));

    static final Manifest LONELY = manifest("lonely", "other", "2.0.0", null, new Verdict(null, Verdict.Code.NONE));

    static final ManifestUpdate UPDATE = new ManifestUpdate(
            WAITING.ref(),
            WAITING.uid(),
            VERSION,
            true,
            List.of(new LayerEdit(Layer.INSTALL, null, SELECTOR_JSON)),
            ManifestAnnotations.NONE,
            new ManifestAnnotations("install=hash", null, "Bound", "because"),
            BindingState.BOUND,
            2,
            CAUSE);

    private Records() {}

    static ApplyReport report(String topic, int partition, long offset) {
        return new ApplyReport(
                WAITING.ref(),
                WAITING.uid(),
                ApplyReport.Result.UNAVAILABLE,
                null,
                "503",
                2,
                new Cause.Coordinates(topic, partition, offset));
    }

    private static Manifest manifest(
            String name, String module, String version, @Nullable String selector, Verdict verdict) {
        return new Manifest(
                ref(name),
                "uid-" + name,
                VERSION,
                "kyma-project.io/" + module,
                version,
                module,
                null,
                "a1b2",
                false,
                false,
                false,
                true,
                List.of(new ManifestLayer(Layer.INSTALL, selector, selector)),
                ManifestAnnotations.NONE,
                verdict,
                null,
                null,
                CAUSE);
    }

    private static ObjectRef ref(String name) {
        return new ObjectRef("kcp-eu", "kcp-system", name);
    }
}

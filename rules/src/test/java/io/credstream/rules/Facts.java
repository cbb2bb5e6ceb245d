package io.credstream.rules;

import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Scope;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
import io.credstream.rules.decide.SelectorJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts that the tests of the rules are about, with everything that does not matter to them filled in. */
public final class Facts {

    public static final String KCP = "kcp";
    public static final String SKR = "kcp.a";
    public static final Cause CAUSE = new Cause.Coordinates("credentials", 3, 1234);
    public static final String REPOSITORY = "reg.io/team/component-descriptors/kyma.io/mod";
    public static final LabelSelector TEST_OPERATOR = LabelSelector.of(Map.of("cred", "test-operator"));

    private Facts() {}

    public static Cluster controlPlane(String... namespaces) {
        return new Cluster(KCP, Cluster.Role.CONTROL_PLANE, null, null, access(), List.of(namespaces), null, CAUSE);
    }

    public static Cluster runtime(@Nullable String kyma, String... namespaces) {
        return new Cluster(SKR, Cluster.Role.RUNTIME, KCP, kyma, access(), List.of(namespaces), null, CAUSE);
    }

    private static Cluster.Access access() {
        return new Cluster.Access.KubeconfigFile("/nowhere", null);
    }

    public static ClusterStatus status(String cluster, Kind... listed) {
        List<KindStatus> kinds = Arrays.stream(listed)
                .map(kind -> new KindStatus(kind, "v1", true, "1"))
                .toList();
        return new ClusterStatus(cluster, Condition.WATCHED, null, null, null, 1, kinds, List.of(), CAUSE);
    }

    public static ClusterStatus listed(String cluster) {
        return status(cluster, Kind.SECRET, Kind.MODULE_TEMPLATE);
    }

    public static Credential credential(String name, Map<String, String> labels, RegistryEntry... entries) {
        return credential(new ObjectRef(KCP, "kcp-system", name), labels, null, entries);
    }

    public static Credential broken(String name, Map<String, String> labels, Problem problem) {
        return credential(new ObjectRef(KCP, "kcp-system", name), labels, problem);
    }

    public static Credential credential(
            ObjectRef ref, Map<String, String> labels, @Nullable Problem problem, RegistryEntry... entries) {
        return new Credential(ref, "uid", Version.NONE, labels, List.of(entries), Map.of(), null, problem, CAUSE);
    }

    /** An entry that is fingerprinted under one key. */
    public static RegistryEntry entry(String registry, String content) {
        return new RegistryEntry(registry, Map.of("key", content), Map.of(), content);
    }

    public static ObjectRef templateRef(String name) {
        return new ObjectRef(KCP, "kcp-system", name);
    }

    public static Template template(String name, TemplateLayer... layers) {
        return template(templateRef(name), REPOSITORY, layers);
    }

    public static Template template(ObjectRef ref, @Nullable String repository, TemplateLayer... layers) {
        return new Template(
                ref,
                "uid",
                Version.NONE,
                "kyma.io/mod",
                "1.0.0",
                "mod",
                "fast",
                false,
                repository,
                List.of(layers),
                null,
                CAUSE);
    }

    public static TemplateLayer labelled(Layer layer) {
        return new TemplateLayer(layer, new LayerSelector.Labelled(TEST_OPERATOR));
    }

    public static TemplateLayer invalid(Layer layer) {
        return new TemplateLayer(layer, new LayerSelector.Invalid("not a map"));
    }

    public static TemplateLayer unlabelled(Layer layer) {
        return new TemplateLayer(layer, new LayerSelector.Unlabelled());
    }

    public static BoundLayer bound(Layer layer, LabelSelector selector, BindingState state, @Nullable String revision) {
        return new BoundLayer(layer, new LayerSelector.Labelled(selector), state, revision, List.of(), List.of());
    }

    public static BoundLayer bound(Layer layer) {
        return bound(layer, TEST_OPERATOR, BindingState.BOUND, "r1");
    }

    public static BoundLayer invalidLayer(Layer layer) {
        return new BoundLayer(
                layer,
                new LayerSelector.Invalid("not a map"),
                BindingState.INVALID_SELECTOR,
                null,
                List.of(),
                List.of());
    }

    public static Binding binding(BoundLayer... layers) {
        return binding(templateRef("mod-fast"), "mod", "fast", layers);
    }

    public static Binding binding(
            ObjectRef template, @Nullable String module, @Nullable String channel, BoundLayer... layers) {
        return new Binding(
                new Scope(KCP, null), template, "kyma.io/mod", "1.0.0", module, channel, List.of(layers), CAUSE);
    }

    public static ManifestLayer bare(Layer layer) {
        return new ManifestLayer(layer, null, null);
    }

    /** A layer whose selector came back from the API server in another spelling than the canonical one. */
    public static ManifestLayer carrying(Layer layer, LabelSelector selector) {
        String canonical = SelectorJson.of(selector);
        return new ManifestLayer(layer, canonical.replace(":", ": "), canonical);
    }

    public static ManifestBuilder manifest(ManifestLayer... layers) {
        return new ManifestBuilder(List.of(layers));
    }

    /** A Manifest of the control plane, of component {@code kyma.io/mod} in version 1.0.0. */
    public static final class ManifestBuilder {
        private final List<ManifestLayer> layers;
        private ManifestAnnotations annotations = ManifestAnnotations.NONE;
        private String resourceVersion = "7";
        private long incarnation = 1;
        private @Nullable String kyma = "a";
        private boolean remoteTemplate;
        private boolean deleting;
        private boolean skipReconciliation;

        private ManifestBuilder(List<ManifestLayer> layers) {
            this.layers = layers;
        }

        public ManifestBuilder annotations(ManifestAnnotations ours) {
            annotations = ours;
            return this;
        }

        public ManifestBuilder applied(String applied) {
            annotations = new ManifestAnnotations(applied, null, null, null);
            return this;
        }

        public ManifestBuilder at(String version) {
            resourceVersion = version;
            return this;
        }

        public ManifestBuilder at(Version version) {
            incarnation = version.incarnation();
            return at(version.resourceVersion());
        }

        public ManifestBuilder remoteTemplateOf(@Nullable String kymaName) {
            kyma = kymaName;
            remoteTemplate = true;
            return this;
        }

        public ManifestBuilder deleting() {
            deleting = true;
            return this;
        }

        public ManifestBuilder skipReconciliation() {
            skipReconciliation = true;
            return this;
        }

        public Manifest build() {
            return new Manifest(
                    new ObjectRef(KCP, "kcp-system", "a-mod"),
                    "uid",
                    new Version(incarnation, resourceVersion),
                    "kyma.io/mod",
                    "1.0.0",
                    "mod",
                    "fast",
                    kyma,
                    remoteTemplate,
                    deleting,
                    skipReconciliation,
                    !annotations.equals(ManifestAnnotations.NONE),
                    layers,
                    annotations,
                    new Verdict(null, Verdict.Code.NONE),
                    CAUSE);
        }
    }
}

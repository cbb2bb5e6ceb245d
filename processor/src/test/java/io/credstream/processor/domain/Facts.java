package io.credstream.processor.domain;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts that the tests of the rules are about, with everything that does not matter to them filled in. */
final class Facts {

    static final String KCP = "kcp";
    static final String SKR = "kcp.a";
    static final Cause CAUSE = new Cause.Coordinates("credentials", 3, 1234);
    static final String REPOSITORY = "reg.io/team/component-descriptors/kyma.io/mod";
    static final LabelSelector TEST_OPERATOR = LabelSelector.of(Map.of("cred", "test-operator"));

    private Facts() {}

    static Cluster controlPlane(String... namespaces) {
        return new Cluster(KCP, Cluster.Role.CONTROL_PLANE, null, null, access(), List.of(namespaces), null, CAUSE);
    }

    static Cluster runtime(@Nullable String kyma, String... namespaces) {
        return new Cluster(SKR, Cluster.Role.RUNTIME, KCP, kyma, access(), List.of(namespaces), null, CAUSE);
    }

    private static Cluster.Access access() {
        return new Cluster.Access.KubeconfigFile("/nowhere", null);
    }

    static ClusterStatus status(String cluster, Kind... listed) {
        List<KindStatus> kinds = Arrays.stream(listed)
                .map(kind -> new KindStatus(kind, "v1", true, "1"))
                .toList();
        return new ClusterStatus(cluster, Condition.WATCHED, null, null, null, 1, kinds, List.of(), CAUSE);
    }

    static ClusterStatus listed(String cluster) {
        return status(cluster, Kind.SECRET, Kind.MODULE_TEMPLATE);
    }

    static Credential credential(String name, Map<String, String> labels, RegistryEntry... entries) {
        return credential(new ObjectRef(KCP, "kcp-system", name), labels, null, entries);
    }

    static Credential broken(String name, Map<String, String> labels, Problem problem) {
        return credential(new ObjectRef(KCP, "kcp-system", name), labels, problem);
    }

    static Credential credential(
            ObjectRef ref, Map<String, String> labels, @Nullable Problem problem, RegistryEntry... entries) {
        return new Credential(ref, "uid", Version.NONE, labels, List.of(entries), Map.of(), null, problem, CAUSE);
    }

    /** An entry that is fingerprinted under one key. */
    static RegistryEntry entry(String registry, String content) {
        return new RegistryEntry(registry, Map.of("key", content), Map.of(), content);
    }

    static ObjectRef templateRef(String name) {
        return new ObjectRef(KCP, "kcp-system", name);
    }

    static Template template(String name, TemplateLayer... layers) {
        return template(templateRef(name), REPOSITORY, layers);
    }

    static Template template(ObjectRef ref, @Nullable String repository, TemplateLayer... layers) {
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

    static TemplateLayer labelled(Layer layer) {
        return new TemplateLayer(layer, new LayerSelector.Labelled(TEST_OPERATOR));
    }

    static TemplateLayer invalid(Layer layer) {
        return new TemplateLayer(layer, new LayerSelector.Invalid("not a map"));
    }

    static TemplateLayer unlabelled(Layer layer) {
        return new TemplateLayer(layer, new LayerSelector.Unlabelled());
    }

    static BoundLayer bound(Layer layer, LabelSelector selector, BindingState state, @Nullable String revision) {
        return new BoundLayer(layer, new LayerSelector.Labelled(selector), state, revision, List.of(), List.of());
    }

    static BoundLayer bound(Layer layer) {
        return bound(layer, TEST_OPERATOR, BindingState.BOUND, "r1");
    }

    static BoundLayer invalidLayer(Layer layer) {
        return new BoundLayer(
                layer,
                new LayerSelector.Invalid("not a map"),
                BindingState.INVALID_SELECTOR,
                null,
                List.of(),
                List.of());
    }

    static Binding binding(BoundLayer... layers) {
        return binding(templateRef("mod-fast"), "mod", "fast", layers);
    }

    static Binding binding(
            ObjectRef template, @Nullable String module, @Nullable String channel, BoundLayer... layers) {
        return new Binding(
                new Scope(KCP, null), template, "kyma.io/mod", "1.0.0", module, channel, List.of(layers), CAUSE);
    }

    static ManifestLayer bare(Layer layer) {
        return new ManifestLayer(layer, null, null);
    }

    /** A layer whose selector came back from the API server in another spelling than the canonical one. */
    static ManifestLayer carrying(Layer layer, LabelSelector selector) {
        String canonical = SelectorJson.of(selector);
        return new ManifestLayer(layer, canonical.replace(":", ": "), canonical);
    }

    static ManifestBuilder manifest(ManifestLayer... layers) {
        return new ManifestBuilder(List.of(layers));
    }

    /** A Manifest of the control plane, of component {@code kyma.io/mod} in version 1.0.0. */
    static final class ManifestBuilder {
        private final List<ManifestLayer> layers;
        private ManifestAnnotations annotations = ManifestAnnotations.NONE;
        private String resourceVersion = "7";
        private @Nullable String kyma = "a";
        private boolean remoteTemplate;
        private boolean deleting;
        private boolean skipReconciliation;

        private ManifestBuilder(List<ManifestLayer> layers) {
            this.layers = layers;
        }

        ManifestBuilder annotations(ManifestAnnotations ours) {
            annotations = ours;
            return this;
        }

        ManifestBuilder applied(String applied) {
            annotations = new ManifestAnnotations(applied, null, null, null);
            return this;
        }

        ManifestBuilder at(String version) {
            resourceVersion = version;
            return this;
        }

        ManifestBuilder remoteTemplateOf(@Nullable String kymaName) {
            kyma = kymaName;
            remoteTemplate = true;
            return this;
        }

        ManifestBuilder deleting() {
            deleting = true;
            return this;
        }

        ManifestBuilder skipReconciliation() {
            skipReconciliation = true;
            return this;
        }

        Manifest build() {
            return new Manifest(
                    new ObjectRef(KCP, "kcp-system", "a-mod"),
                    "uid",
                    new Version(1, resourceVersion),
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

package io.credstream.rules;

import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Scope;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
import io.credstream.rules.decide.SelectorJson;
import io.credstream.testkit.model.ClusterBuilder;
import io.credstream.testkit.model.CredentialBuilder;
import io.credstream.testkit.model.ManifestBuilder;
import io.credstream.testkit.model.StatusBuilder;
import io.credstream.testkit.model.TemplateBuilder;
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
        return ClusterBuilder.controlPlane(KCP)
                .namespaces(namespaces)
                .lifecycleManager(null)
                .cause(CAUSE)
                .build();
    }

    public static Cluster runtime(@Nullable String kyma, String... namespaces) {
        return ClusterBuilder.runtime(SKR, KCP, kyma)
                .namespaces(namespaces)
                .cause(CAUSE)
                .build();
    }

    public static ClusterStatus status(String cluster, Kind... listed) {
        return StatusBuilder.of(cluster).listed(listed).cause(CAUSE).build();
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
        return CredentialBuilder.of(ref)
                .at(Version.NONE)
                .labels(labels)
                .problem(problem)
                .registries(entries)
                .cause(CAUSE)
                .build();
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
        return TemplateBuilder.of(ref)
                .at(Version.NONE)
                .module("mod", "fast")
                .repository(repository)
                .layers(layers)
                .cause(CAUSE)
                .build();
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

    /** A Manifest of the control plane and Kyma {@code a}, of component {@code kyma.io/mod} in version 1.0.0. */
    public static ManifestBuilder manifest(ManifestLayer... layers) {
        return ManifestBuilder.of(new ObjectRef(KCP, "kcp-system", "a-mod"))
                .module("mod", "fast")
                .kyma("a")
                .layers(List.of(layers))
                .verdict(new Verdict(null, Verdict.Code.NONE))
                .cause(CAUSE);
    }
}

package io.credstream.processor;

import io.credstream.model.ApplyReport;
import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.Scope;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.testkit.model.ClusterBuilder;
import io.credstream.testkit.model.CredentialBuilder;
import io.credstream.testkit.model.ManifestBuilder;
import io.credstream.testkit.model.StatusBuilder;
import io.credstream.testkit.model.TemplateBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small fleet: control planes with a credential, a template of module {@code serverless}, and Manifests of it. */
final class Sample {

    static final String KCP = "kcp-eu";
    static final ObjectRef CREDENTIAL = ref("regcred");
    static final ObjectRef TEMPLATE = ref("serverless-1.2.3");
    static final ObjectRef MANIFEST = ref("kyma-serverless");
    static final String SELECTOR = "{\"matchLabels\":{\"cred\":\"operator\"}}";

    private Sample() {}

    static ObjectRef ref(String name) {
        return new ObjectRef(KCP, "kcp-system", name);
    }

    static Cluster cluster(String id) {
        return ClusterBuilder.controlPlane(id)
                .cause(new Cause.Request("operator", "fleet apply"))
                .build();
    }

    static Cluster runtime(String id, String controlPlane, String kyma) {
        return ClusterBuilder.runtime(id, controlPlane, kyma)
                .namespaces(List.of("kcp-system"))
                .cause(new Cause.Request("operator", "fleet apply"))
                .build();
    }

    static ClusterStatus listed(String cluster) {
        return StatusBuilder.of(cluster)
                .listed(Kind.SECRET, Kind.MODULE_TEMPLATE)
                .cause(new Cause.Observation(cluster, Kind.SECRET, "1"))
                .build();
    }

    static Version at(int version) {
        return new Version(1, Integer.toString(version));
    }

    static Deletion deletedAt(Kind kind, int version) {
        Cause cause = new Cause.Observation(KCP, kind, Integer.toString(version));
        return new Deletion(Deletion.Reason.WATCH, "uid", at(version), cause);
    }

    static Credential credential(ObjectRef ref, int version, String content) {
        return CredentialBuilder.of(ref)
                .at(at(version))
                .labels(Map.of("cred", "operator"))
                .content("reg.example", content)
                .build();
    }

    static Template template(ObjectRef ref, int version) {
        return template(ref, version, Map.of("cred", "operator"));
    }

    static Template template(ObjectRef ref, int version, Map<String, String> labels) {
        return TemplateBuilder.of(ref)
                .at(at(version))
                .component("kyma-project.io/module/serverless", "1.2.3")
                .module("serverless", "regular")
                .repository("reg.example/modules")
                .install(labels)
                .build();
    }

    static Binding binding(ObjectRef template) {
        return binding(new Scope(KCP, null), template);
    }

    static Binding bindingFor(String kyma, ObjectRef template) {
        return binding(new Scope(KCP, kyma), template);
    }

    private static Binding binding(Scope scope, ObjectRef template) {
        LayerSelector selector = new LayerSelector.Labelled(LabelSelector.of(Map.of("cred", "operator")));
        return new Binding(
                scope,
                template,
                "kyma-project.io/module/serverless",
                "1.2.3",
                "serverless",
                "regular",
                List.of(new Binding.BoundLayer(
                        Layer.INSTALL, selector, BindingState.NO_MATCH, null, List.of(), List.of("kcp-system"))),
                new Cause.Coordinates("templates", 0, 0));
    }

    static Manifest manifest(ObjectRef ref, int version) {
        return manifest(ref, version, null, ManifestAnnotations.NONE);
    }

    static Manifest manifest(ObjectRef ref, int version, @Nullable String selector, ManifestAnnotations annotations) {
        return ManifestBuilder.of(ref)
                .at(at(version))
                .component("kyma-project.io/module/serverless", "1.2.3")
                .module("serverless", "regular")
                .kyma("kyma")
                .install(selector)
                .annotations(annotations)
                .build();
    }

    /** The Manifest once an update was written. */
    static Manifest written(ManifestUpdate update, int version) {
        return manifest(update.manifest(), version, SELECTOR, update.desired());
    }

    static ApplyReport report(ManifestUpdate update, ApplyReport.Result result, @Nullable String resourceVersion) {
        Cause cause = new Cause.Coordinates("manifest-updates", 0, 0);
        return new ApplyReport(update.manifest(), update.uid(), result, resourceVersion, null, update.attempt(), cause);
    }
}

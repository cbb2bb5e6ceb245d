package io.credstream.processor;

import io.credstream.model.ApplyReport;
import io.credstream.model.Binding;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Scope;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
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
        return new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("kubeconfig", null),
                List.of("kcp-system"),
                "1.3.10",
                new Cause.Request("operator", "fleet apply"));
    }

    static Cluster runtime(String id, String controlPlane, String kyma) {
        return new Cluster(
                id,
                Cluster.Role.RUNTIME,
                controlPlane,
                kyma,
                new Cluster.Access.KubeconfigFile("kubeconfig", null),
                List.of("kcp-system"),
                null,
                new Cause.Request("operator", "fleet apply"));
    }

    static ClusterStatus listed(String cluster) {
        List<KindStatus> kinds = List.of(
                new KindStatus(Kind.SECRET, "v1", true, "1"),
                new KindStatus(Kind.MODULE_TEMPLATE, "v1beta2", true, "1"));
        Cause cause = new Cause.Observation(cluster, Kind.SECRET, "1");
        return new ClusterStatus(cluster, Condition.WATCHED, null, null, null, 1, kinds, List.of(), cause);
    }

    static Version at(int version) {
        return new Version(1, Integer.toString(version));
    }

    static Deletion deletedAt(Kind kind, int version) {
        Cause cause = new Cause.Observation(KCP, kind, Integer.toString(version));
        return new Deletion(Deletion.Reason.WATCH, "uid", at(version), cause);
    }

    static Credential credential(ObjectRef ref, int version, String content) {
        RegistryEntry entry = new RegistryEntry("reg.example", Map.of("k1", content), Map.of("k1", content), content);
        return new Credential(
                ref,
                "uid",
                at(version),
                Map.of("cred", "operator"),
                List.of(entry),
                Map.of("k1", content),
                null,
                null,
                new Cause.Observation(ref.cluster(), Kind.SECRET, Integer.toString(version)));
    }

    static Template template(ObjectRef ref, int version) {
        return template(ref, version, Map.of("cred", "operator"));
    }

    static Template template(ObjectRef ref, int version, Map<String, String> labels) {
        return new Template(
                ref,
                "uid",
                at(version),
                "kyma-project.io/module/serverless",
                "1.2.3",
                "serverless",
                "regular",
                false,
                "reg.example/modules",
                List.of(new TemplateLayer(Layer.INSTALL, new LayerSelector.Labelled(LabelSelector.of(labels)))),
                null,
                new Cause.Observation(ref.cluster(), Kind.MODULE_TEMPLATE, Integer.toString(version)));
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
        return new Manifest(
                ref,
                "uid",
                at(version),
                "kyma-project.io/module/serverless",
                "1.2.3",
                "serverless",
                "regular",
                "kyma",
                false,
                false,
                false,
                !annotations.equals(ManifestAnnotations.NONE),
                List.of(new ManifestLayer(Layer.INSTALL, selector, selector)),
                annotations,
                new Verdict("Ready", Verdict.Code.NONE),
                new Cause.Observation(ref.cluster(), Kind.MANIFEST, Integer.toString(version)));
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

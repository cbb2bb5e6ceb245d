package io.credstream.sink.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.BindingState;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.testkit.model.ClusterBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An embedded cluster with Manifests, and decisions about them as a processor that observed them would make. */
public final class ControlPlane {

    public static final String NAMESPACE = "kcp-system";

    private final EmbeddedCluster cluster;
    private final Path kubeconfig;

    public ControlPlane(EmbeddedCluster cluster, Path folder) {
        this.cluster = cluster;
        this.kubeconfig = folder.resolve(cluster.id());
        writeKubeconfig();
    }

    public EmbeddedCluster api() {
        return cluster;
    }

    public String id() {
        return cluster.id();
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    public void writeKubeconfig() {
        try {
            cluster.writeKubeconfig(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Cluster asMember() {
        return ClusterBuilder.controlPlane(id())
                .kubeconfig(kubeconfig.toString())
                .namespaces(List.of(NAMESPACE))
                .build();
    }

    public void create(String name) {
        cluster.as("lifecycle-manager").apply("""
                apiVersion: operator.kyma-project.io/v1beta2
                kind: Manifest
                metadata: {name: %s, namespace: %s}
                spec:
                  version: 1.0.0
                  install: {name: raw-manifest, source: {name: a.b/c, ref: 'sha256:0'}}
                  config: {name: a.b/c, ref: 'sha256:1', type: oci-ref}
                """.formatted(name, NAMESPACE));
    }

    public ObjectNode read(String name) {
        return cluster.as("test").get(ResourceKind.MANIFESTS, NAMESPACE, name).orElseThrow();
    }

    public JsonNode selector(String name) {
        return read(name).at("/spec/install/source/credSecretSelector");
    }

    @Nullable
    public String annotation(String name, String annotation) {
        return read(name).path("metadata").path("annotations").path(annotation).textValue();
    }

    public List<ObjectNode> events() {
        return cluster.as("test").list(ResourceKind.EVENTS);
    }

    /** Sets the install layer's selector and all annotations, given what is there now. */
    public ManifestUpdate decide(String name, String selector, ManifestAnnotations desired) {
        return decide(name, List.of(new LayerEdit(Layer.INSTALL, observed(name), selector)), desired);
    }

    /** Removes all that is ours. */
    public ManifestUpdate withdraw(String name) {
        return decide(name, List.of(new LayerEdit(Layer.INSTALL, observed(name), null)), ManifestAnnotations.NONE);
    }

    private @Nullable String observed(String name) {
        return selector(name).isMissingNode() ? null : selector(name).toString();
    }

    public ManifestUpdate decide(String name, List<LayerEdit> edits, ManifestAnnotations desired) {
        ObjectNode manifest = read(name);
        JsonNode metadata = manifest.path("metadata");
        return new ManifestUpdate(
                new ObjectRef(id(), NAMESPACE, name),
                metadata.path("uid").asText(),
                new Version(1, metadata.path("resourceVersion").asText()),
                metadata.has("annotations"),
                edits,
                annotations(metadata.path("annotations")),
                desired,
                desired.state() == null ? BindingState.UNLABELLED : stateOf(desired.state()),
                1,
                new Coordinates("credstream.credentials", 0, 7));
    }

    private static BindingState stateOf(String display) {
        for (BindingState state : BindingState.values()) {
            if (state.display().equals(display)) {
                return state;
            }
        }
        throw new AssertionError(display);
    }

    private static ManifestAnnotations annotations(JsonNode annotations) {
        return new ManifestAnnotations(
                annotations.path(ManifestAnnotations.APPLIED).textValue(),
                annotations.path(ManifestAnnotations.REVISION).textValue(),
                annotations.path(ManifestAnnotations.STATE).textValue(),
                annotations.path(ManifestAnnotations.CAUSE).textValue());
    }
}

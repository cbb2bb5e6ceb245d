package io.credstream.simulation.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cause;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Event;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate;
import io.credstream.simulation.cluster.ModuleTemplate.Ask;
import io.credstream.simulation.cluster.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What ingest makes of an object. */
final class Projection {

    static final String NAMESPACE = "kcp-system";

    private Projection() {}

    static ObjectRef ref(String cluster, String name) {
        return new ObjectRef(cluster, NAMESPACE, name);
    }

    static Version version(Event event) {
        return new Version(1, Long.toString(event.version()));
    }

    static Cause cause(String cluster, Event event) {
        return new Cause.Observation(cluster, kind(event.kind()), Long.toString(event.version()));
    }

    static Kind kind(ApiServer.Kind kind) {
        return switch (kind) {
            case SECRET -> Kind.SECRET;
            case TEMPLATE -> Kind.MODULE_TEMPLATE;
            case MANIFEST -> Kind.MANIFEST;
        };
    }

    static Credential credential(String cluster, Event event, Secret secret) {
        String revision = "c" + secret.content();
        List<RegistryEntry> registries = secret.shape() == Secret.Shape.FINE
                ? List.of(new RegistryEntry(secret.registry(), Map.of("key", revision), Map.of(), revision))
                : List.of();
        Credential.Problem problem = switch (secret.shape()) {
            case FINE -> null;
            case MALFORMED -> Credential.Problem.MALFORMED;
            case WRONG_TYPE -> Credential.Problem.WRONG_TYPE;
        };
        return new Credential(
                ref(cluster, event.name()),
                event.uid(),
                version(event),
                Map.of("cred", secret.label()),
                registries,
                Map.of("key", revision),
                null,
                problem,
                cause(cluster, event));
    }

    static Template template(String cluster, Event event, ModuleTemplate template) {
        return new Template(
                ref(cluster, event.name()),
                event.uid(),
                version(event),
                "kyma.io/" + template.module(),
                template.version(),
                template.module(),
                null,
                false,
                "reg.io/team/component-descriptors/kyma.io/" + template.module(),
                List.of(
                        new Template.TemplateLayer(Layer.INSTALL, selector(template.install())),
                        new Template.TemplateLayer(Layer.CONFIG, selector(template.config()))),
                null,
                cause(cluster, event));
    }

    private static LayerSelector selector(Ask ask) {
        return switch (ask.form()) {
            case ABSENT -> new LayerSelector.Unlabelled();
            case NONSENSE -> new LayerSelector.Invalid("not a map");
            case SELECTOR ->
                new LayerSelector.Labelled(LabelSelector.of(Map.of("cred", Objects.requireNonNull(ask.value()))));
        };
    }

    static Manifest manifest(String cluster, Event event, ObjectNode manifest, @Nullable Instant epoch) {
        List<Manifest.ManifestLayer> layers = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            if (Manifests.layer(manifest, layer.display()) != null) {
                JsonNode selector = Manifests.selector(manifest, layer.display());
                layers.add(new Manifest.ManifestLayer(
                        layer, selector == null ? null : selector.toString(), Manifests.canonical(selector)));
            }
        }
        Map<String, String> ours = Manifests.ours(manifest);
        return new Manifest(
                ref(cluster, event.name()),
                event.uid(),
                version(event),
                "kyma.io/" + Manifests.text(manifest, "/spec/module"),
                Manifests.text(manifest, "/spec/version"),
                Manifests.text(manifest, "/spec/module"),
                null,
                null,
                false,
                manifest.at("/metadata").has("deletionTimestamp"),
                manifest.at("/metadata/labels").has("skip"),
                manifest.at("/metadata").has("annotations"),
                layers,
                new ManifestAnnotations(
                        ours.get("applied"),
                        ours.get("credential-revision"),
                        ours.get("credential-state"),
                        ours.get("cause")),
                new Manifest.Verdict(Manifests.text(manifest, "/status/state"), Manifest.Verdict.Code.NONE),
                epoch,
                null,
                cause(cluster, event));
    }
}

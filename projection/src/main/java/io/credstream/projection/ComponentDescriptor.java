package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Template.TemplateLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An OCM component descriptor, in either layout (R1): v2 with {@code component.resources}, v3alpha1 with {@code metadata} and
 * {@code spec.resources}.
 *
 * @param version absent where the descriptor has none
 * @param repository what the layers are pulled from; absent when unknown
 * @param layers those with a blob to pull, in order
 * @param problem why nothing can be said about it; then all else is absent
 */
record ComponentDescriptor(
        @Nullable String component,
        @Nullable String version,
        @Nullable String repository,
        List<TemplateLayer> layers,
        @Nullable String problem) {

    /** Longer than any component name or version that a registry could hold. */
    private static final int MAX_IDENTITY = 512;

    private static final ComponentDescriptor EMPTY = new ComponentDescriptor(null, null, null, List.of(), null);

    /** Never throws; what is no descriptor has a {@link #problem}. An empty one says that the registry has it, which is no problem. */
    static ComponentDescriptor read(JsonNode descriptor) {
        if (descriptor.isObject() && descriptor.isEmpty()) {
            return EMPTY;
        }
        try {
            JsonNode document = DescriptorText.documentOf(descriptor);
            return document.has("component") ? v2(document.path("component")) : v3alpha1(document);
        } catch (MalformedDescriptor malformed) {
            return new ComponentDescriptor(null, null, null, List.of(), malformed.problem());
        }
    }

    private static ComponentDescriptor v2(JsonNode component) throws MalformedDescriptor {
        requireObject(component, "component");
        return of(component, component.path("repositoryContexts"), component.path("resources"), "component");
    }

    private static ComponentDescriptor v3alpha1(JsonNode document) throws MalformedDescriptor {
        if (!document.has("metadata") && !document.has("spec")) {
            throw new MalformedDescriptor("spec.descriptor is in neither layout of OCM: write component.resources (v2) "
                    + "or metadata and spec.resources (v3alpha1)");
        }
        requireObject(document.path("metadata"), "metadata");
        return of(
                document.path("metadata"),
                document.path("repositoryContexts"),
                document.path("spec").path("resources"),
                "metadata");
    }

    private static ComponentDescriptor of(JsonNode identity, JsonNode contexts, JsonNode resources, String at)
            throws MalformedDescriptor {
        String component = identity(identity, "name", at);
        if (component == null) {
            throw new MalformedDescriptor(at + ".name is missing: write the component's name");
        }
        if (!resources.isArray() && !Json.isAbsent(resources)) {
            throw new MalformedDescriptor("resources is " + Json.describe(resources) + ": write a list");
        }
        return new ComponentDescriptor(
                component,
                identity(identity, "version", at),
                Repository.of(contexts, component).orElse(null),
                layers(resources),
                null);
    }

    /** Text that Manifests are found by. A number would be ambiguous: 1.10 and 1.1 are the same one. */
    private static @Nullable String identity(JsonNode parent, String field, String at) throws MalformedDescriptor {
        JsonNode value = parent.path(field);
        if (!value.isTextual() && !Json.isAbsent(value)) {
            throw new MalformedDescriptor(at + "." + field + " is " + Json.describe(value) + ": write it in quotes");
        }
        if (value.isTextual() && value.textValue().length() > MAX_IDENTITY) {
            throw new MalformedDescriptor(at + "." + field + " is longer than " + MAX_IDENTITY + " characters");
        }
        return Json.text(value);
    }

    private static void requireObject(JsonNode node, String what) throws MalformedDescriptor {
        if (!node.isObject()) {
            throw new MalformedDescriptor(what + " is " + Json.describe(node) + ": write an object");
        }
    }

    private static List<TemplateLayer> layers(JsonNode resources) {
        List<TemplateLayer> layers = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            resource(resources, layer)
                    .map(resource -> new TemplateLayer(layer, selector(resource)))
                    .ifPresent(layers::add);
        }
        return layers;
    }

    /** The last resource of the layer's name that has a blob: lifecycle-manager lets each overwrite the one before. */
    private static Optional<JsonNode> resource(JsonNode resources, Layer layer) {
        Optional<JsonNode> last = Optional.empty();
        for (JsonNode resource : resources) {
            if (layer.resourceName().equals(Json.text(resource.path("name"))) && Refusals.hasBlob(resource)) {
                last = Optional.of(resource);
            }
        }
        return last;
    }

    /** The first label of the name counts (R2); a resource inherits none. */
    static LayerSelector selector(JsonNode resource) {
        JsonNode labels = resource.path("labels");
        if (!labels.isArray() && !Json.isAbsent(labels)) {
            return new LayerSelector.Invalid(
                    "labels is " + Json.describe(labels) + ": write a list of entries with name and value");
        }
        for (JsonNode label : labels) {
            if (Kyma.OCI_REGISTRY_CRED.equals(Json.text(label.path("name")))) {
                return SelectorLabel.read(label.path("value"));
            }
        }
        return new LayerSelector.Unlabelled();
    }
}

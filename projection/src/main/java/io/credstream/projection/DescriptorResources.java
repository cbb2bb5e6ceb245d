package io.credstream.projection;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a component descriptor one by one, for who edits or explains them; a template's record has of them only what
 * its layers come to.
 *
 * @param path where the list is within the descriptor
 * @param resources in order
 * @param problem why nothing can be said about the descriptor; then there are no resources
 */
public record DescriptorResources(
        List<String> path,
        List<Resource> resources,
        @Nullable String problem) {

    public DescriptorResources {
        path = List.copyOf(path);
        resources = List.copyOf(resources);
    }

    /**
     * One resource.
     *
     * @param index in the list
     * @param layer that it is pulled for; absent where it is for none
     * @param pulled whether it has a blob to pull (R4)
     * @param selector what its label says
     */
    public record Resource(int index, @Nullable Layer layer, boolean pulled, LayerSelector selector) {}

    /**
     * Reads; never throws for what it contains.
     *
     * @param descriptor {@code spec.descriptor}, in either layout, an object or a string (R1)
     */
    public static DescriptorResources of(JsonNode descriptor) {
        String problem = ComponentDescriptor.read(descriptor).problem();
        if (problem != null) {
            return new DescriptorResources(List.of(), List.of(), problem);
        }
        try {
            JsonNode document = DescriptorText.documentOf(descriptor);
            String parent = document.has("component") ? "component" : "spec";
            List<Resource> resources = new ArrayList<>();
            for (JsonNode resource : document.path(parent).path("resources")) {
                resources.add(new Resource(
                        resources.size(),
                        layer(resource).orElse(null),
                        Refusals.hasBlob(resource),
                        ComponentDescriptor.selector(resource)));
            }
            return new DescriptorResources(List.of(parent, "resources"), resources, null);
        } catch (MalformedDescriptor malformed) {
            return new DescriptorResources(List.of(), List.of(), malformed.problem());
        }
    }

    /** What a label {@code oci-registry-cred} of this value says (R3). */
    public static LayerSelector selector(JsonNode value) {
        return SelectorLabel.read(value);
    }

    private static Optional<Layer> layer(JsonNode resource) {
        return Stream.of(Layer.values())
                .filter(layer -> layer.resourceName().equals(Json.text(resource.path("name"))))
                .findFirst();
    }
}

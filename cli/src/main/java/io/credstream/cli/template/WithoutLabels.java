package io.credstream.cli.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.cli.objects.ObjectReader;
import io.credstream.projection.Kyma;
import java.util.Iterator;

/** What is left of a template without the labels of its resources that an edit is about. */
final class WithoutLabels {
    private WithoutLabels() {}

    static JsonNode of(JsonNode template) {
        ObjectNode rest = template.deepCopy();
        JsonNode written = rest.path("spec").path("descriptor");
        JsonNode descriptor = written.isTextual() ? ObjectReader.json(written.textValue()) : written;
        descriptor.path("component").path("resources").forEach(WithoutLabels::strip);
        descriptor.path("spec").path("resources").forEach(WithoutLabels::strip);
        rest.withObjectProperty("spec").set("descriptor", descriptor);
        return rest;
    }

    private static void strip(JsonNode resource) {
        Iterator<JsonNode> labels = resource.path("labels").iterator();
        while (labels.hasNext()) {
            if (labels.next().path("name").asText().equals(Kyma.OCI_REGISTRY_CRED)) {
                labels.remove();
            }
        }
        if (resource instanceof ObjectNode object && resource.path("labels").isEmpty()) {
            object.remove("labels");
        }
    }
}

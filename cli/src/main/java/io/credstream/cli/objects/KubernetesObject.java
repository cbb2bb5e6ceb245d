package io.credstream.cli.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import org.yaml.snakeyaml.nodes.Node;

/**
 * An object of a file.
 *
 * @param document what it stands in
 * @param json its content, as an API server would take it
 * @param node the same, with its positions
 */
public record KubernetesObject(Document document, JsonNode json, Node node) {

    private static final String DEFAULT = "default";

    public KubernetesObject {
        Objects.requireNonNull(document);
        Objects.requireNonNull(json);
        Objects.requireNonNull(node);
    }

    public String kind() {
        return json.path("kind").asText();
    }

    public String apiVersion() {
        return json.path("apiVersion").asText();
    }

    public String name() {
        return json.path("metadata").path("name").asText();
    }

    /** Whether it says where it belongs; else that is for kubectl's context to say. */
    public boolean namesNamespace() {
        return !json.path("metadata").path("namespace").asText("").isEmpty();
    }

    /** Where it belongs; the namespace that kubectl takes unless told otherwise where it names none. */
    public String namespace() {
        return namesNamespace() ? json.path("metadata").path("namespace").asText() : DEFAULT;
    }

    /** {@code Secret kcp-system/registry-cred}. */
    public String title() {
        return kind() + " " + namespace() + "/" + name();
    }

    public Place place() {
        return document.place(node.getStartMark());
    }

    /** Where a part of it stands; where the object does, if there is no such part. */
    public Place place(String... path) {
        return Nodes.find(node, path)
                .map(part -> document.place(part.getStartMark()))
                .orElseGet(this::place);
    }
}

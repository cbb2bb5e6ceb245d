package io.credstream.cli.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Kind;
import io.credstream.projection.Kyma;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

    /** Where a part of it stands; where what it would be in does, if there is no such part. */
    public Place place(String... path) {
        return document.place(Nodes.nearest(node, path).getStartMark());
    }

    /** Whether it is of a kind that Credstream reads; others may have the same name in another group. */
    public boolean isOf(Kind kind) {
        String group = kind == Kind.SECRET ? "" : Kyma.GROUP + "/";
        return kind().equals(kind.display())
                && (group.isEmpty()
                        ? apiVersion().indexOf('/') < 0
                        : apiVersion().startsWith(group));
    }

    /** As an API server would show it: in a namespace, without line breaks in {@code data}, with {@code stringData} in its place. */
    public JsonNode applied() {
        ObjectNode applied = json.deepCopy();
        applied.withObjectProperty("metadata").put("namespace", namespace());
        JsonNode plain = applied.remove("stringData");
        if (isOf(Kind.SECRET) && applied.path("data") instanceof ObjectNode encoded) {
            encoded.properties().stream()
                    .filter(entry -> entry.getValue().isTextual())
                    .forEach(entry -> entry.setValue(encoded.textNode(
                            ServerTypes.withoutBreaks(entry.getValue().textValue()))));
        }
        if (plain != null && plain.isObject() && isOf(Kind.SECRET)) {
            ObjectNode data =
                    applied.path("data").isObject() ? applied.withObjectProperty("data") : applied.putObject("data");
            plain.properties()
                    .forEach(e -> data.put(
                            e.getKey(),
                            Base64.getEncoder()
                                    .encodeToString(e.getValue().asText().getBytes(StandardCharsets.UTF_8))));
        }
        return applied;
    }
}

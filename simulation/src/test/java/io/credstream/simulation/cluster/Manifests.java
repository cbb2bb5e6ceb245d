package io.credstream.simulation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How Manifests look, for all that make, read or change one here. */
public final class Manifests {

    public static final List<String> LAYERS = List.of("install", "config");
    public static final String PREFIX = "credstream.io/";
    public static final List<String> ANNOTATIONS =
            List.of("applied", "credential-revision", "credential-state", "cause");

    private static final ObjectMapper SORTED =
            new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

    private Manifests() {}

    /** A new one, without anything of ours. */
    public static ObjectNode make(String name, String module, String version, boolean withConfig) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.putObject("metadata").put("name", name).put("namespace", "kcp-system");
        ObjectNode spec = manifest.putObject("spec");
        spec.put("module", module).put("version", version);
        spec.putObject("install").putObject("source").put("type", "oci-ref");
        if (withConfig) {
            spec.putObject("config").put("type", "oci-ref");
        }
        return manifest;
    }

    /** Where the selector of a layer stands in; absent where the Manifest has no such layer. */
    public static @Nullable ObjectNode layer(ObjectNode manifest, String layer) {
        JsonNode at = manifest.at(layer.equals("install") ? "/spec/install/source" : "/spec/config");
        return at instanceof ObjectNode node ? node : null;
    }

    public static @Nullable JsonNode selector(ObjectNode manifest, String layer) {
        ObjectNode at = layer(manifest, layer);
        JsonNode selector = at == null ? null : at.get("credSecretSelector");
        return selector == null || selector.isNull() ? null : selector;
    }

    /** With the keys of each object in order, so that spelling makes no difference. */
    public static @Nullable String canonical(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        try {
            return SORTED.writeValueAsString(SORTED.treeToValue(node, Map.class));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that asks for a value of the label {@code cred}. */
    public static ObjectNode selectorOf(String value) {
        ObjectNode selector = JsonNodeFactory.instance.objectNode();
        selector.putObject("matchLabels").put("cred", value);
        return selector;
    }

    /** Ours, by their short names. */
    public static Map<String, String> ours(ObjectNode manifest) {
        Map<String, String> ours = new TreeMap<>();
        for (String name : ANNOTATIONS) {
            JsonNode value = manifest.at("/metadata/annotations").get(PREFIX + name);
            if (value != null) {
                ours.put(name, value.asText());
            }
        }
        return ours;
    }

    public static String text(ObjectNode manifest, String pointer) {
        return manifest.at(pointer).asText("");
    }
}

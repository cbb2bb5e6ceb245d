package io.credstream.hostile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Objects that no API server would hold, and the lists that show them beside those that it does. */
final class Forged {

    static final String DOCKER_CONFIG = "kubernetes.io/dockerconfigjson";

    private static final ObjectMapper JSON = new ObjectMapper();

    private Forged() {}

    /** A Secret with credentials, as ingest asks for them. */
    static ObjectNode secret(String namespace, String name, String password) {
        return secret(
                namespace,
                name,
                DOCKER_CONFIG,
                ".dockerconfigjson",
                "{\"auths\":{\"%s\":{\"username\":\"robot\",\"password\":\"%s\"}}}".formatted(Yaml.REGISTRY, password));
    }

    /** A Secret of any type with one document in it. */
    static ObjectNode secret(String namespace, String name, String type, String key, String document) {
        ObjectNode secret = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Secret");
        ObjectNode metadata = secret.putObject("metadata");
        metadata.put("name", name)
                .put("namespace", namespace)
                .put("uid", "uid-" + Integer.toHexString(name.hashCode()))
                .put("resourceVersion", "1");
        metadata.putObject("labels").put("operator.kyma-project.io/managed-by", "lifecycle-manager");
        secret.put("type", type);
        secret.putObject("data").put(key, base64(document));
        return secret;
    }

    static ObjectNode secret(String name) {
        return secret(TestFleet.CONTROL_PLANE_NAMESPACE, name, "not-a-real-password");
    }

    static String base64(String document) {
        return Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.UTF_8));
    }

    static ObjectNode changed(ObjectNode object, Consumer<ObjectNode> change) {
        change.accept(object);
        return object;
    }

    static ObjectNode parsed(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** An event of a watch, with its line break. */
    static String event(String type, ObjectNode object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    static String bookmark(EmbeddedCluster cluster) {
        return event("BOOKMARK", parsed("{\"metadata\":{\"resourceVersion\":\"" + cluster.resourceVersion() + "\"}}"));
    }

    /** Shows these Secrets beside those of the cluster. */
    static Attack secrets(ObjectNode... forged) {
        return listed("secrets", () -> Stream.of(forged).map(ObjectNode::toString));
    }

    static Attack templates(ObjectNode... forged) {
        return listed("moduletemplates", () -> Stream.of(forged).map(ObjectNode::toString));
    }

    static Attack manifests(ObjectNode... forged) {
        return listed("manifests", () -> Stream.of(forged).map(ObjectNode::toString));
    }

    /** Objects as text, made one by one; those of control planes are moved to the namespace that is asked for. */
    @FunctionalInterface
    interface Items {
        Stream<String> stream();
    }

    /** Shows more objects of a kind than there are, in one page. */
    static Attack listed(String plural, Items forged) {
        return (request, honest) -> request.isList(plural)
                ? wire -> list(wire, honest, plural, forged.stream().map(item -> moved(request, item)))
                : null;
    }

    static String moved(Request request, String item) {
        return request.path().contains(TestFleet.RUNTIME_NAMESPACE)
                ? item.replace(TestFleet.CONTROL_PLANE_NAMESPACE, TestFleet.RUNTIME_NAMESPACE)
                : item;
    }

    private static void list(Wire wire, EmbeddedCluster honest, String plural, Stream<String> forged)
            throws IOException {
        wire.start();
        wire.chunk("{\"metadata\":{\"resourceVersion\":\"%s\"},\"items\":[".formatted(honest.resourceVersion()));
        wire.chunk(String.join(",", honestItems(honest, plural)));
        String comma = honestItems(honest, plural).isEmpty() ? "" : ",";
        for (Iterator<String> items = forged.iterator(); items.hasNext(); comma = ",") {
            wire.chunk(comma + items.next());
        }
        wire.chunk("]}");
        wire.end();
    }

    /** What the cluster itself would show. */
    static List<String> honestItems(EmbeddedCluster honest, String plural) {
        ResourceKind kind = ResourceKind.ALL.stream()
                .filter(known -> known.plural().equals(plural))
                .findFirst()
                .orElseThrow();
        return honest.as("kube-apiserver").list(kind).stream()
                .filter(object -> !plural.equals("secrets")
                        || object.at("/metadata/labels").has("operator.kyma-project.io/managed-by"))
                .map(ObjectNode::toString)
                .toList();
    }
}

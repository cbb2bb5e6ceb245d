package io.credstream.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pulls a layer as lifecycle-manager 1.3.10 does: it looks the Secret up by the layer's selector in all namespaces of the control
 * plane, takes from it the login of the layer's registry, and asks for the blob by its digest.
 */
final class Puller {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final KubernetesClient controlPlane;
    private final URI registry;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * Pulls from one registry.
     *
     * @param registry where it can be reached from here, whatever the layers call it
     */
    Puller(KubernetesClient controlPlane, URI registry) {
        this.controlPlane = controlPlane;
        this.registry = registry;
    }

    /**
     * {@return the login for a layer, as {@code user:password}}
     *
     * @param layer a Manifest's source, with its selector
     */
    Optional<String> login(JsonNode layer) {
        LabelSelector selector = read(layer.path("credSecretSelector").toString(), LabelSelector.class);
        List<Secret> selected = controlPlane
                .secrets()
                .inAnyNamespace()
                .withLabelSelector(selector)
                .list()
                .getItems();
        return selected.stream()
                .map(secret -> secret.getData().get(".dockerconfigjson"))
                .map(data -> new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8))
                .map(config -> read(config, JsonNode.class).path("auths").path(host(layer)))
                .filter(JsonNode::isObject)
                .map(auth -> auth.path("username").asText() + ":"
                        + auth.path("password").asText())
                .findFirst();
    }

    /** {@return the registry's answer to whoever asks for a layer with a login, or without one} */
    HttpResponse<String> pull(JsonNode layer, Optional<String> login) {
        String repository = layer.path("repo").asText().substring(host(layer).length() + 1) + "/"
                + layer.path("name").asText();
        URI blob = registry.resolve(
                "/v2/" + repository + "/blobs/" + layer.path("ref").asText());
        HttpResponse<String> answer = get(blob, Optional.empty());
        if (answer.statusCode() != 401 || login.isEmpty()) {
            return answer;
        }
        String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
        String basic = "Basic " + Base64.getEncoder().encodeToString(login.get().getBytes(StandardCharsets.UTF_8));
        if (!challenge.startsWith("Bearer ")) {
            return get(blob, Optional.of(basic));
        }
        URI tokens = URI.create(parameter(challenge, "realm") + "?service=" + parameter(challenge, "service")
                + "&scope=repository:" + repository + ":pull");
        HttpResponse<String> token = get(tokens, Optional.of(basic));
        return token.statusCode() != 200
                ? token
                : get(
                        blob,
                        Optional.of("Bearer "
                                + read(token.body(), JsonNode.class)
                                        .path("token")
                                        .asText()));
    }

    private HttpResponse<String> get(URI uri, Optional<String> authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String host(JsonNode layer) {
        String repository = layer.path("repo").asText();
        return repository.substring(0, repository.indexOf('/'));
    }

    private static String parameter(String challenge, String name) {
        Matcher parameters = PARAMETER.matcher(challenge);
        while (parameters.find()) {
            if (parameters.group(1).equals(name)) {
                return name.equals("realm")
                        ? parameters.group(2)
                        : URLEncoder.encode(parameters.group(2), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

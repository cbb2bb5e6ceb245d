package io.credstream.sink.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.credstream.kube.Trouble;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ManifestUpdate;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells from an API server's answer to a guarded patch what it means. Takes codes from it and never text, which can quote
 * anything.
 */
public final class Answers {

    /** No server may silence a lane for longer. */
    static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Opaque, but short; it goes into a report. */
    private static final Pattern VERSION = Pattern.compile("[!-~]{1,128}");

    private Answers() {}

    /**
     * Tells what became of a request.
     * @param retryAfter the header of that name
     * @param body a Manifest or a {@code Status}, or what a stranger in between wrote
     */
    public static Outcome classify(
            ManifestUpdate update, int status, @Nullable String retryAfter, @Nullable String body) {
        JsonNode answer = parse(body);
        return switch (status) {
            case 200 -> written(update, answer);
            case 404 -> notFound(update, answer);
            case 409 -> new Outcome.Conflict("409 " + reason(answer));
            case 422 ->
                answer.path("details").path("causes").isEmpty()
                        ? new Outcome.Superseded("422 test failed")
                        : new Outcome.Rejected("422 " + reason(answer));
            case 400, 405, 406, 410, 413, 415 -> new Outcome.Rejected(status + " " + reason(answer));
            case 403 -> new Outcome.Forbidden(Trouble.of(status).orElseThrow());
            default ->
                new Outcome.Unavailable(
                        Trouble.of(status).orElseGet(() -> strange(Integer.toString(status))), seconds(retryAfter));
        };
    }

    private static Outcome written(ManifestUpdate update, JsonNode manifest) {
        String version = manifest.path("metadata").path("resourceVersion").asText("");
        if (!VERSION.matcher(version).matches()
                || !manifest.path("metadata").path("uid").asText("").equals(update.uid())) {
            return new Outcome.Unavailable(strange("200 without the Manifest"), null);
        }
        return version.equals(update.observed().resourceVersion())
                ? new Outcome.Unchanged(version)
                : new Outcome.Applied(version);
    }

    /** A server that does not serve Manifests at all says 404 too, but names none. */
    private static Outcome notFound(ManifestUpdate update, JsonNode status) {
        return status.path("details")
                        .path("name")
                        .asText("")
                        .equals(update.manifest().name())
                ? new Outcome.Superseded("404 NotFound")
                : new Outcome.Unavailable(
                        new Trouble(
                                Condition.NOT_SERVED,
                                "404",
                                "install lifecycle-manager's Manifest CRD, and check the path in the server's address"),
                        null);
    }

    private static Trouble strange(String reason) {
        return new Trouble(
                Condition.UNREACHABLE,
                reason,
                "check the server's address in the kubeconfig: what answers there is no API server");
    }

    /** The machine-readable reason, if it is one: a word. */
    private static String reason(JsonNode status) {
        String reason = status.path("reason").asText("");
        return reason.matches("[A-Za-z]{1,40}") ? reason : "Unknown";
    }

    private static @Nullable Duration seconds(@Nullable String retryAfter) {
        if (retryAfter == null || !retryAfter.matches("\\d{1,9}")) {
            return null;
        }
        Duration wait = Duration.ofSeconds(Long.parseLong(retryAfter));
        return wait.compareTo(MAX_RETRY_AFTER) < 0 ? wait : MAX_RETRY_AFTER;
    }

    private static JsonNode parse(@Nullable String body) {
        if (body == null) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}

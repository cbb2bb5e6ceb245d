package io.credstream.sandbox.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The {@code Status} objects that API servers answer with, and the exception that carries one. */
public final class KubeStatus {

    /** One field that breaks the schema of its kind. */
    public record Violation(String reason, String field, String message) {}

    private KubeStatus() {}

    public static KubeStatusException notFound(ResourceKind kind, String name) {
        return about(404, "NotFound", kind, name, "%s \"%s\" not found".formatted(kind.qualifiedName(), name));
    }

    public static KubeStatusException alreadyExists(ResourceKind kind, String name) {
        return about(
                409, "AlreadyExists", kind, name, "%s \"%s\" already exists".formatted(kind.qualifiedName(), name));
    }

    public static KubeStatusException conflict(ResourceKind kind, String name, String why) {
        return about(
                409,
                "Conflict",
                kind,
                name,
                "Operation cannot be fulfilled on %s \"%s\": %s".formatted(kind.qualifiedName(), name, why));
    }

    /** A rejection by the schema: what tells it from a failed patch test are its causes. */
    public static KubeStatusException invalid(ResourceKind kind, String name, List<Violation> violations) {
        var listed = String.join(
                ", ",
                violations.stream().map(v -> v.field() + ": " + v.message()).toList());
        var thrown = about(
                422, "Invalid", kind, name, "%s \"%s\" is invalid: %s".formatted(kind.qualifiedKind(), name, listed));
        var causes = thrown.status().withObject("/details").putArray("causes");
        violations.forEach(violation -> causes.addObject()
                .put("reason", violation.reason())
                .put("message", violation.message())
                .put("field", violation.field()));
        return thrown;
    }

    /** A JSON patch that parsed but did not apply: no causes, and no word on which operation it was. */
    static KubeStatusException patchFailed() {
        return of(422, "Invalid", "the server rejected our request due to an error in our request");
    }

    public static KubeStatusException badRequest(String message) {
        return of(400, "BadRequest", message);
    }

    public static KubeStatusException unauthorized() {
        return of(401, "Unauthorized", "Unauthorized");
    }

    public static KubeStatusException forbidden(String resource, String why) {
        return of(403, "Forbidden", resource + " is forbidden: " + why);
    }

    public static KubeStatusException expired(String message) {
        return of(410, "Expired", message);
    }

    public static KubeStatusException versionTooLarge() {
        var thrown = of(504, "Timeout", "Timeout: Too large resource version");
        var details = thrown.status().withObject("/details").put("retryAfterSeconds", 1);
        details.putArray("causes")
                .addObject()
                .put("reason", "ResourceVersionTooLarge")
                .put("message", "Too large resource version");
        return thrown;
    }

    /** Of a watch; kube-apiserver takes it for a fault of its own, and gives no reason. */
    public static KubeStatusException unreadableVersion(String version) {
        var thrown = of(500, "", "resourceVersion: Invalid value: \"%s\"".formatted(version));
        thrown.status().remove("reason");
        return thrown;
    }

    public static KubeStatusException methodNotAllowed() {
        return of(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    public static KubeStatusException unsupportedMediaType(String type) {
        return of(415, "UnsupportedMediaType", "the body of the request was in an unknown format: " + type);
    }

    /** An answer that somebody asked to have injected. */
    public static KubeStatusException injected(int code) {
        return switch (code) {
            case 429 -> of(code, "TooManyRequests", "Too many requests, please try again later.");
            case 500 -> of(code, "InternalError", "Internal error occurred: injected");
            case 503 -> of(code, "ServiceUnavailable", "the server is currently unable to handle the request");
            case 504 -> of(code, "Timeout", "Timeout: request did not complete within the allotted timeout");
            default -> of(code, "Unknown", "injected");
        };
    }

    public static ObjectNode success(ResourceKind kind, ObjectKey key, String uid) {
        var status = Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success");
        status.putObject("metadata");
        status.putObject("details")
                .put("name", key.name())
                .put("group", kind.group())
                .put("kind", kind.plural())
                .put("uid", uid);
        return status;
    }

    private static KubeStatusException about(int code, String reason, ResourceKind kind, String name, String message) {
        var thrown = of(code, reason, message);
        thrown.status()
                .putObject("details")
                .put("name", name)
                .put("group", kind.group())
                .put("kind", kind.plural());
        return thrown;
    }

    private static KubeStatusException of(int code, String reason, String message) {
        var status = Json.object()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code);
        status.putObject("metadata");
        return new KubeStatusException(status);
    }
}

package io.credstream.sandbox.api;

import io.credstream.sandbox.objects.KubeStatus;
import io.credstream.sandbox.objects.KubeStatusException;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;

/** What a request does, in the words of an authorizer. */
enum Verb {
    GET,
    LIST,
    WATCH,
    CREATE,
    UPDATE,
    PATCH,
    DELETE,
    DELETECOLLECTION;

    /** @throws KubeStatusException if the method cannot be used on the target */
    static Verb of(HttpServerRequest http, Target target) {
        boolean one = !target.name().isEmpty();
        return switch (http.method().name()) {
            case "GET" -> one ? GET : isWatch(http) ? WATCH : LIST;
            case "POST" -> require(!one, CREATE);
            case "PUT" -> require(one, UPDATE);
            case "PATCH" -> require(one, PATCH);
            case "DELETE" -> one ? DELETE : DELETECOLLECTION;
            default -> throw KubeStatus.methodNotAllowed();
        };
    }

    private static boolean isWatch(HttpServerRequest http) {
        var watch = http.getParam("watch");
        return watch != null && (watch.equals("true") || watch.equals("1"));
    }

    private static Verb require(boolean allowed, Verb verb) {
        if (!allowed) {
            throw KubeStatus.methodNotAllowed();
        }
        return verb;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

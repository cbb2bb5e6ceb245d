package io.credstream.sandbox.objects;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;

/** A request that an embedded API server refuses, with the {@code Status} that it answers. */
public final class KubeStatusException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ObjectNode status;

    KubeStatusException(ObjectNode status) {
        super(status.path("message").asText());
        this.status = status;
    }

    /** {@return the HTTP status code} */
    public int code() {
        return status.path("code").asInt();
    }

    /** {@return the machine-readable reason, such as {@code AlreadyExists}} */
    public String reason() {
        return status.path("reason").asText();
    }

    public ObjectNode status() {
        return status;
    }
}

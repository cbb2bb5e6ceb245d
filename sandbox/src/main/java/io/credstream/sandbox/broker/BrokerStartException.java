package io.credstream.sandbox.broker;

import java.io.Serial;

/** Why an embedded broker did not start, in words for whoever started it. */
public final class BrokerStartException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    BrokerStartException(String message) {
        super(message);
    }

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}

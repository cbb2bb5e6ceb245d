package io.credstream.projection.secret;

import java.io.Serial;

/** A Secret's data is not of its form. Says nothing more on purpose: parsers quote what they cannot read. */
final class MalformedSecret extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    MalformedSecret() {
        super("malformed", null, false, false);
    }
}

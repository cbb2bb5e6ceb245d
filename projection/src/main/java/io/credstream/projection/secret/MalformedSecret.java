package io.credstream.projection.secret;

import io.credstream.model.Credential.Flaw;
import java.io.Serial;

/** A Secret's data is not of its form. Says by a code what is wrong, and nothing else: parsers quote what they cannot read. */
final class MalformedSecret extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Flaw flaw;

    MalformedSecret(Flaw flaw) {
        super(flaw.name(), null, false, false);
        this.flaw = flaw;
    }

    Flaw flaw() {
        return flaw;
    }
}

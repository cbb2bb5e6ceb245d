package io.credstream.cli.report;

import io.credstream.cli.log.Based;
import io.credstream.cli.log.Basis;
import io.credstream.cli.output.Documented;
import java.util.List;

/** What stops to work when. */
record ExpiryDocument(
        @Documented("soonest first: credential, expiresAt, expired, registries, breaks (manifest, layer, onlyOne)")
        List<ExpiryRow> expiries,

        @Documented("the time as of which it holds, and the positions in the log up to which it was read")
        Basis basis)
        implements Based {}

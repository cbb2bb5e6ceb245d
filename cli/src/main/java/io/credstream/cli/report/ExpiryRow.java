package io.credstream.cli.report;

import io.credstream.audit.report.Expiry;
import io.credstream.audit.report.Expiry.Break;
import java.time.Instant;
import java.util.List;

/** A credential that stops to work, and what with it. */
record ExpiryRow(String credential, String expiresAt, boolean expired, List<String> registries, List<BreakRow> breaks) {

    /** A layer of a Manifest. */
    record BreakRow(String manifest, String layer, boolean onlyOne) {
        static BreakRow of(Break broken) {
            return new BreakRow(broken.manifest().key(), broken.layer().display(), broken.onlyOne());
        }
    }

    static ExpiryRow of(Expiry expiry, Instant now) {
        return new ExpiryRow(
                expiry.credential().key(),
                expiry.at().toString(),
                !expiry.at().isAfter(now),
                expiry.registries(),
                expiry.breaks().stream().map(BreakRow::of).toList());
    }
}

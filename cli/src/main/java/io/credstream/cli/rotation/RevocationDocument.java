package io.credstream.cli.rotation;

import io.credstream.cli.log.Basis;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a secret may be revoked, for programs. */
record RevocationDocument(
        @Documented("Safe, InUse or Unknown") String verdict,
        @Documented("the credential that held it") String credential,
        @Documented("since when nothing may have used it") String since,

        @Documented("who uses it, or did: manifest, credential, until (null: still)")
        List<UseRow> uses,

        @Documented("Manifests that have yet to be told of what replaced it")
        List<String> pending,

        @Documented("what could be otherwise: cluster, reason, from, to")
        List<DoubtRow> doubts,

        @Documented("time and log positions that the answer is based on")
        Basis basis) {

    /** A use. */
    record UseRow(
            String manifest, String credential, @Nullable String until) {
        static final List<Column<UseRow>> COLUMNS = List.of(
                Column.of("MANIFEST", UseRow::manifest),
                Column.of("SELECTS", UseRow::credential),
                Column.of("UNTIL", row -> row.until() == null ? "now" : row.until()));
    }

    /** A doubt. */
    record DoubtRow(
            String cluster,
            String reason,
            @Nullable String from,
            @Nullable String to) {
        String line() {
            String when = from == null ? "" : ", from " + from + " to " + to;
            return cluster + ": " + reason + when;
        }
    }
}

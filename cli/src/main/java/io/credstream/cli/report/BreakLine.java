package io.credstream.cli.report;

import io.credstream.cli.output.Column;
import io.credstream.cli.report.ExpiryRow.BreakRow;
import io.credstream.cli.text.Durations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A line of the table of expiries: a credential, and a Manifest that stops to work with it. */
record BreakLine(
        String expires,
        String credential,
        @Nullable String manifest,
        @Nullable String layers,
        @Nullable String unless,
        String expiresAt) {

    static final List<Column<BreakLine>> COLUMNS = List.of(
            Column.of("EXPIRES", BreakLine::expires),
            Column.of("CREDENTIAL", BreakLine::credential),
            Column.of("BREAKS", BreakLine::manifest),
            Column.of("LAYERS", BreakLine::layers),
            Column.of("UNLESS", BreakLine::unless),
            Column.wide("EXPIRES-AT", BreakLine::expiresAt));

    static Stream<BreakLine> of(ExpiryRow row, Instant now) {
        Instant at = Instant.parse(row.expiresAt());
        String expires = row.expired() ? Durations.age(at, now) + " ago" : "in " + Durations.age(now, at);
        if (row.breaks().isEmpty()) {
            return Stream.of(new BreakLine(expires, row.credential(), null, null, null, row.expiresAt()));
        }
        Map<String, List<BreakRow>> manifests = row.breaks().stream()
                .collect(Collectors.groupingBy(BreakRow::manifest, TreeMap::new, Collectors.toList()));
        return manifests.entrySet().stream()
                .map(manifest -> new BreakLine(
                        expires,
                        row.credential(),
                        manifest.getKey(),
                        manifest.getValue().stream().map(BreakRow::layer).collect(Collectors.joining(",")),
                        manifest.getValue().stream().allMatch(BreakRow::onlyOne) ? null : "another is taken",
                        row.expiresAt()));
    }
}

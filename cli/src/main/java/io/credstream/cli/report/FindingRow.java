package io.credstream.cli.report;

import io.credstream.audit.report.Finding;
import io.credstream.cli.output.Column;
import io.credstream.cli.text.SelectorText;
import io.credstream.cli.text.Words;
import io.credstream.model.ObjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to look at.
 *
 * @param finding {@code NoMatch}, {@code UnusedCredential} and so on
 * @param because that in words
 */
record FindingRow(
        String finding,
        String because,
        String subject,
        @Nullable String layer,
        String detail,
        List<String> related) {

    static final List<Column<FindingRow>> COLUMNS = List.of(
            Column.of("FINDING", FindingRow::finding),
            Column.of("SUBJECT", FindingRow::subject),
            Column.of("LAYER", FindingRow::layer),
            Column.of("DETAIL", row -> SelectorText.ofJson(row.detail())),
            Column.wide("BECAUSE", FindingRow::because),
            Column.wide("RELATED", row -> String.join(",", row.related())));

    static FindingRow of(Finding finding) {
        return new FindingRow(
                Words.joined(finding.smell()),
                finding.smell().display(),
                finding.subject().key(),
                finding.layer() == null ? null : finding.layer().display(),
                finding.detail(),
                finding.related().stream().map(ObjectRef::key).toList());
    }
}

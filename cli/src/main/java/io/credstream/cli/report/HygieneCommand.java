package io.credstream.cli.report;

import io.credstream.audit.Named;
import io.credstream.audit.answer.FindingAnswer;
import io.credstream.audit.report.Hygiene;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.InquiryAt;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.text.SelectorText;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "hygiene",
        header = "What is not as it should be in the fleet, although nothing may be broken by it yet.",
        description = {
            "Credentials that no Manifest selects; selectors that match nothing, nothing useful, or several different credentials;"
                    + " layers that differ within a module; registries that may be spoken to over plain HTTP; one secret in many"
                    + " places; selectors on Manifests that are not ours; Secrets that stand where they do not count.",
            "",
            "Only Secrets that ingest selects and that stand in an allowed namespace are watched, so of the last kind only those are"
                    + " known whose namespace was allowed before. For others, 'credstream check' reads files."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream report hygiene",
            "  credstream report hygiene -o wide                 with what each is about, and what else is part of it",
            "  credstream report hygiene -o json | jq -r '.items[] | select(.finding == \"UnusedCredential\") | .subject.name'"
        })
final class HygieneCommand extends InquiryAt<List<FindingAnswer>> {

    private static final List<Column<FindingAnswer>> COLUMNS = List.of(
            Column.of("FINDING", FindingAnswer::finding),
            Column.of("SUBJECT", row -> row.subject().ref()),
            Column.of("LAYER", FindingAnswer::layer),
            Column.of("DETAIL", row -> SelectorText.ofJson(row.detail())),
            Column.wide("BECAUSE", FindingAnswer::because),
            Column.wide("RELATED", row -> row.related().stream().map(Named::ref).toList()));

    HygieneCommand() {
        super("findings");
    }

    @Override
    protected List<FindingAnswer> answer(LogReader log) {
        return Hygiene.of(log.fleet()).stream().map(FindingAnswer::of).toList();
    }

    @Override
    protected void print(List<FindingAnswer> findings, Basis basis) {
        Answer.table(output().isWide(), what(), COLUMNS, findings, out(), err());
    }

    @Override
    protected ExitCode exitCode(List<FindingAnswer> findings) {
        return findings.isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }
}

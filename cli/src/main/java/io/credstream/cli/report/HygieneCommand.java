package io.credstream.cli.report;

import io.credstream.audit.Facts;
import io.credstream.audit.report.Hygiene;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import java.io.PrintWriter;
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
            "  credstream report hygiene -o json | jq -r '.findings[] | select(.finding == \"UnusedCredential\") | .subject'"
        })
final class HygieneCommand extends Report<HygieneDocument> {

    HygieneCommand() {
        super(HygieneDocument.class);
    }

    @Override
    protected HygieneDocument answer(LogReader log) {
        return new HygieneDocument(
                Hygiene.of(log.fleet()).stream().map(FindingRow::of).toList(), log.basis(Facts.of(log.topics())));
    }

    @Override
    protected Record document(HygieneDocument answer) {
        return answer;
    }

    @Override
    protected void print(HygieneDocument answer, boolean wide, PrintWriter out) {
        Answer.print(
                wide ? OutputFormat.WIDE : OutputFormat.TABLE,
                "findings",
                FindingRow.COLUMNS,
                answer.findings(),
                out,
                err());
    }

    @Override
    protected ExitCode exitCode(HygieneDocument answer) {
        return answer.findings().isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }
}

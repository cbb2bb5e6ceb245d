package io.credstream.cli.report;

import io.credstream.audit.Facts;
import io.credstream.audit.report.Expiries;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import io.credstream.cli.text.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "expiry",
        header = "Which credentials stop to work when, and which Manifests with them.",
        description = {
            "An expiry is known from the annotation credstream.io/expires-at of a Secret, a time in RFC 3339 such as"
                    + " 2030-01-31T12:00:00Z, and from JSON Web Tokens and passwords of Amazon ECR, which state one.",
            "A Manifest breaks for certain if no other credential that its layer selects covers the registry."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream report expiry --within 14d",
            "  credstream report expiry --within 0s             what is expired already",
            "  credstream report expiry -o json | jq -r '.expiries[].breaks[].manifest' | sort -u"
        })
final class ExpiryCommand extends Report<ExpiryDocument> {

    @Option(
            names = "--within",
            paramLabel = "DURATION",
            converter = Within.class,
            description = "How far to look ahead, such as 12h or 90d. Default: 14d.")
    private Duration within = Duration.ofDays(14);

    /** For {@code --within}. */
    static final class Within implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Durations.parse(text)
                    .orElseThrow(
                            () -> new TypeConversionException("'" + text + "' is no duration, such as 12h or 90d"));
        }
    }

    ExpiryCommand() {
        super(ExpiryDocument.class);
    }

    @Override
    protected ExpiryDocument answer(LogReader log) {
        Instant now = log.moment();
        return new ExpiryDocument(
                Expiries.until(now.plus(within), log.fleet()).stream()
                        .map(expiry -> ExpiryRow.of(expiry, now))
                        .toList(),
                log.basis(Facts.of(log.topics())));
    }

    @Override
    protected Record document(ExpiryDocument answer) {
        return answer;
    }

    @Override
    protected void print(ExpiryDocument answer, boolean wide, PrintWriter out) {
        Instant now = Instant.parse(answer.basis().time());
        Answer.print(
                wide ? OutputFormat.WIDE : OutputFormat.TABLE,
                "credentials that expire until then",
                BreakLine.COLUMNS,
                answer.expiries().stream()
                        .flatMap(row -> BreakLine.of(row, now))
                        .toList(),
                out,
                err());
    }

    @Override
    protected ExitCode exitCode(ExpiryDocument answer) {
        return answer.expiries().isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }
}

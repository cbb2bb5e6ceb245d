package io.credstream.cli.report;

import io.credstream.audit.report.Expiries;
import io.credstream.audit.report.Expiry;
import io.credstream.audit.report.Expiry.Break;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.InquiryAt;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.text.Durations;
import io.credstream.model.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
            "  credstream report expiry -o json | jq -r '.items[].breaks[].manifest.name' | sort -u"
        })
final class ExpiryCommand extends InquiryAt<List<Expiry>> {

    @Option(
            names = "--within",
            paramLabel = "DURATION",
            description = "How far to look ahead, such as 12h or 90d. Default: 14d.")
    private Duration within = Duration.ofDays(14);

    ExpiryCommand() {
        super("expiries");
    }

    @Override
    protected List<Expiry> answer(LogReader log) {
        return Expiries.until(log.moment(), log.moment().plus(within), log.fleet());
    }

    @Override
    protected void print(List<Expiry> expiries, Basis basis) {
        List<Line> lines = expiries.stream().flatMap(ExpiryCommand::lines).toList();
        Answer.table(
                output().isWide(),
                "credentials that expire until then",
                columns(Instant.parse(basis.time())),
                lines,
                out(),
                err());
    }

    @Override
    protected ExitCode exitCode(List<Expiry> expiries) {
        return expiries.isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }

    /** A credential, and the layers of a Manifest that stop to work with it. */
    private record Line(Expiry expiry, @Nullable ObjectRef manifest, List<Break> layers) {
        @Nullable
        String unless() {
            return layers.stream().allMatch(Break::onlyOne) ? null : "another is taken";
        }
    }

    private static Stream<Line> lines(Expiry expiry) {
        Map<ObjectRef, List<Break>> manifests = expiry.breaks().stream()
                .collect(Collectors.groupingBy(Break::manifest, TreeMap::new, Collectors.toList()));
        return manifests.isEmpty()
                ? Stream.of(new Line(expiry, null, List.of()))
                : manifests.entrySet().stream().map(each -> new Line(expiry, each.getKey(), each.getValue()));
    }

    private static List<Column<Line>> columns(Instant now) {
        return List.of(
                Column.of("EXPIRES", line -> when(line.expiry().expiresAt(), now)),
                Column.of("CREDENTIAL", line -> line.expiry().credential()),
                Column.of("BREAKS", Line::manifest),
                Column.of(
                        "LAYERS",
                        line -> line.layers().stream().map(Break::layer).toList()),
                Column.of("UNLESS", Line::unless),
                Column.wide("EXPIRES-AT", line -> line.expiry().expiresAt()));
    }

    private static String when(Instant at, Instant now) {
        return at.isAfter(now) ? "in " + Durations.age(now, at) : Durations.age(at, now) + " ago";
    }
}

package io.credstream.cli.rotation;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.rotation.SecretUse;
import io.credstream.audit.rotation.SecretUse.Stay;
import io.credstream.audit.rotation.Secrets;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.log.Based;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.GetSettings;
import io.credstream.cli.log.InquiryWith;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.Documented;
import io.credstream.cli.output.OutputFormat;
import io.credstream.model.ObjectRef;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.projection.secret.FoundSecret;
import io.credstream.read.Cut;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code credstream leak}. */
@Command(
        name = "leak",
        header = "Says where a secret is and was in use, that somebody found where it should not be.",
        description = {
            "Reads a password, a token, an auth field or a docker config from standard input, never from an argument, and",
            "compares fingerprints only. It finds every password, auth, identitytoken and registrytoken of a Secret's logins,",
            "whether clients use it or not, and says since when it does. Exit code 0: it is nowhere; 3: it is or was somewhere;",
            "5: cannot be known, as some credential has fingerprints under other keys, or of some of its secrets none."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream leak --fingerprint-keys keys.yaml < found-password.txt",
            "  pass registry/robot | credstream leak --fingerprint-keys keys.yaml -o json"
        })
public final class LeakCommand extends InquiryWith<LeakSettings, LeakCommand.Told> {

    private static final int MOST = 4 << 20;

    /** Where it is. */
    record Told(List<StayRow> stays, long incomparable, List<CoverageRow> coverage, Basis basis) implements Based {}

    /** For programs. */
    record Document(
            @Documented("each credential and registry: credential, registry, from, to (null: still), record, manifests")
            List<StayRow> stays,

            @Documented("entries of which it cannot be told: their fingerprints are under other keys")
            long incomparable,

            @Documented(
                    "per cluster, since when each field of a login is covered (null: as far as the log goes), and what is"
                            + " not: cluster, password, auth, identitytoken, registrytoken, notCovered (credential, fields, because)")
            List<CoverageRow> coverage,

            @Documented("time and log positions that the answer is based on")
            Basis basis) {}

    /** A credential that holds or held it; where its login names no registry, that is empty. */
    record StayRow(
            String credential,
            String registry,
            String from,
            @Nullable String to,
            String record,
            List<String> manifests) {

        static final List<Column<StayRow>> COLUMNS = List.of(
                Column.of("CREDENTIAL", StayRow::credential),
                Column.of("REGISTRY", row -> row.registry().isEmpty() ? null : row.registry()),
                Column.of("FROM", StayRow::from),
                Column.of("TO", row -> row.to() == null ? "now" : row.to()),
                Column.of(
                        "SELECTED-BY", row -> row.to() == null ? row.manifests().size() + " Manifests" : null),
                Column.wide("RECORD", StayRow::record),
                Column.wide("MANIFESTS", row -> String.join(",", row.manifests())));
    }

    public LeakCommand() {
        super(LeakSettings.class, Document.class);
    }

    @Override
    protected GetSettings log(LeakSettings settings) {
        return settings.log();
    }

    @Override
    protected @Nullable When at() {
        return null;
    }

    @Override
    protected Told answer(LogReader log, LeakSettings settings) {
        FingerprintKeys known = FingerprintKeys.load(settings.fingerprintKeys());
        Set<String> fingerprints = FoundSecret.fingerprints(known, found());
        if (fingerprints.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    List.of(
                            "standard input holds nothing secret; pipe a password, a token or a docker config into it"));
        }
        SecretUse use = new SecretUse(new Secrets(fingerprints), known.ids());
        log.read(log.topics().credentials(), Cut.START, use);
        SortedMap<ObjectRef, SortedSet<ObjectRef>> users =
                use.stays().isEmpty() ? Collections.emptySortedMap() : users(log);
        return new Told(
                use.stays().stream().map(stay -> row(stay, users)).toList(),
                use.incomparable(),
                CoverageRow.of(use.coverage()),
                log.basis(Facts.of(log.topics())));
    }

    @Override
    protected Record document(Told told) {
        return new Document(told.stays(), told.incomparable(), told.coverage(), told.basis());
    }

    @Override
    protected void print(Told told, boolean wide, PrintWriter out) {
        if (told.stays().isEmpty()) {
            out.println("It is nowhere" + (isCovered(told) ? "" : " that can be compared") + ", and was nowhere since "
                    + CoverageRow.since(told.coverage())
                            .map(LeakCommand::before)
                            .orElse("the log began."));
        } else {
            Answer.print(
                    wide ? OutputFormat.WIDE : OutputFormat.TABLE,
                    "credentials",
                    StayRow.COLUMNS,
                    told.stays(),
                    out,
                    err());
        }
        CoverageRow.warning(told.coverage()).ifPresent(err()::println);
        if (told.incomparable() > 0) {
            err().println(told.incomparable()
                    + " entries of the log cannot be compared: their fingerprints are under keys that the file does not"
                    + " hold.");
        }
    }

    @Override
    protected ExitCode exitCode(Told told) {
        if (!told.stays().isEmpty()) {
            return ExitCode.SOMETHING_TO_SEE;
        }
        return told.incomparable() == 0 && isCovered(told) ? ExitCode.FINE : ExitCode.CANNOT_KNOW;
    }

    private static boolean isCovered(Told told) {
        return told.coverage().stream().allMatch(row -> row.notCovered().isEmpty());
    }

    private static String before(String since) {
        return since
                + ". Before that, of each login only the secret that clients prefer was compared: it was none of those.";
    }

    private static byte[] found() {
        try {
            return System.in.readNBytes(MOST);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SortedMap<ObjectRef, SortedSet<ObjectRef>> users(LogReader log) {
        Fleet fleet = log.fleet();
        return fleet.users();
    }

    private static StayRow row(Stay stay, SortedMap<ObjectRef, SortedSet<ObjectRef>> users) {
        List<String> manifests = stay.to() == null
                ? users.getOrDefault(stay.credential(), Collections.emptySortedSet()).stream()
                        .map(ObjectRef::key)
                        .toList()
                : List.of();
        return new StayRow(
                stay.credential().key(),
                stay.registry(),
                stay.from().toString(),
                stay.to() == null ? null : stay.to().toString(),
                stay.record().describe(),
                manifests);
    }
}

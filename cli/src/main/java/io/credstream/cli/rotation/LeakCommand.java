package io.credstream.cli.rotation;

import io.credstream.audit.rotation.SecretUse;
import io.credstream.audit.rotation.SecretUse.Stay;
import io.credstream.audit.rotation.Secrets;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.GetSettings;
import io.credstream.cli.log.InquiryWith;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.ObjectRef;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.projection.secret.FoundSecret;
import io.credstream.read.Cut;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
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
public final class LeakCommand extends InquiryWith<LeakSettings, LeakCommand.Leak> {

    private static final int MOST = 4 << 20;

    private static final List<Column<Held>> COLUMNS = List.of(
            Column.of("CREDENTIAL", Held::credential),
            Column.of("REGISTRY", Held::registry),
            Column.of("FROM", Held::from),
            Column.of("TO", row -> row.to() == null ? "now" : row.to()),
            Column.of("SELECTED-BY", row -> row.to() == null ? row.manifests().size() + " Manifests" : null),
            Column.wide("RECORD", Held::record),
            Column.wide("MANIFESTS", Held::manifests));

    /** Where it is. */
    record Leak(List<Held> stays, long incomparable, List<Coverage> coverage) {}

    /** A credential that holds or held it; where its login names no registry, that is empty. */
    record Held(
            ObjectRef credential,
            String registry,
            Instant from,
            @Nullable Instant to,
            Coordinates record,
            List<ObjectRef> manifests) {}

    public LeakCommand() {
        super(LeakSettings.class, "leak");
    }

    @Override
    protected GetSettings log(LeakSettings settings) {
        return settings.log();
    }

    @Override
    protected Leak answer(LogReader log, LeakSettings settings) {
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
        SortedMap<ObjectRef, SortedSet<ObjectRef>> users = use.stays().isEmpty()
                ? Collections.emptySortedMap()
                : log.fleet().users();
        return new Leak(
                use.stays().stream().map(stay -> row(stay, users)).toList(),
                use.incomparable(),
                Coverage.of(use.coverage()));
    }

    @Override
    protected void print(Leak leak, Basis basis) {
        if (leak.stays().isEmpty()) {
            out().println("It is nowhere" + (isCovered(leak) ? "" : " that can be compared")
                    + ", and was nowhere since "
                    + Coverage.since(leak.coverage()).map(LeakCommand::before).orElse("the log began."));
        } else {
            Answer.table(output().isWide(), "credentials", COLUMNS, leak.stays(), out(), err());
        }
        Coverage.warning(leak.coverage()).ifPresent(err()::println);
        if (leak.incomparable() > 0) {
            err().println(leak.incomparable()
                    + " entries of the log cannot be compared: their fingerprints are under keys that the file does not"
                    + " hold.");
        }
    }

    @Override
    protected ExitCode exitCode(Leak leak) {
        if (!leak.stays().isEmpty()) {
            return ExitCode.SOMETHING_TO_SEE;
        }
        return leak.incomparable() == 0 && isCovered(leak) ? ExitCode.FINE : ExitCode.CANNOT_KNOW;
    }

    private static boolean isCovered(Leak leak) {
        return leak.coverage().stream().allMatch(row -> row.notCovered().isEmpty());
    }

    private static String before(Instant since) {
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

    private static Held row(Stay stay, SortedMap<ObjectRef, SortedSet<ObjectRef>> users) {
        SortedSet<ObjectRef> selecting = users.getOrDefault(stay.credential(), Collections.emptySortedSet());
        return new Held(
                stay.credential(),
                stay.registry(),
                stay.from(),
                stay.to(),
                stay.record(),
                stay.to() == null ? List.copyOf(selecting) : List.of());
    }
}

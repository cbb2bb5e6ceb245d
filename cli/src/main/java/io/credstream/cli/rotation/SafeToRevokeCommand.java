package io.credstream.cli.rotation;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.Outcome;
import io.credstream.audit.answer.RevocationAnswer;
import io.credstream.audit.answer.RevocationAnswer.Verdict;
import io.credstream.audit.rotation.ContentChange;
import io.credstream.audit.rotation.Revocation;
import io.credstream.audit.rotation.Revocation.Doubt;
import io.credstream.audit.rotation.Revocation.Use;
import io.credstream.audit.rotation.Secrets;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.Inquiry;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.model.ObjectRef;
import io.credstream.read.Cut;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "safe-to-revoke",
        header = "Says whether the secret that a credential held before its last rotation may be revoked.",
        description = {
            "Only if for some time no Manifest has selected any credential that holds it, every cluster concerned was watched",
            "through that time without a gap, and nothing is pending. Use means selection by Manifests: what a registry has",
            "seen, Credstream does not know. Exit code 0: safe; 3: in use; 5: cannot be known, and why."
        },
        footer = {
            "",
            "@|bold Examples|@",
            "  credstream rotation safe-to-revoke registry-cred",
            "  credstream rotation safe-to-revoke registry-cred --idle 7d && revoke-the-old-password",
            "  credstream rotation safe-to-revoke registry-cred --fingerprint k1:5f0c… -o json"
        })
final class SafeToRevokeCommand extends Inquiry<RevocationAnswer> {

    private static final List<Column<Use>> COLUMNS = List.of(
            Column.of("MANIFEST", Use::manifest),
            Column.of("SELECTS", Use::credential),
            Column.of("UNTIL", use -> use.until() == null ? "now" : use.until()));

    @Parameters(paramLabel = "CREDENTIAL", description = "cluster/namespace/name, or the end of it.")
    private String name = "";

    @Option(
            names = "--fingerprint",
            paramLabel = "KEY:HEX",
            description =
                    "Of another secret than the last one, as 'get credentials -o json' shows it (secretFingerprints).")
    private @Nullable String fingerprint;

    @Option(
            names = "--idle",
            paramLabel = "DURATION",
            defaultValue = "24h",
            description = "For how long nothing may have used it. Default: ${DEFAULT-VALUE}.")
    private Duration idle = Duration.ofDays(1);

    SafeToRevokeCommand() {
        super("revocation");
    }

    @Override
    protected RevocationAnswer answer(LogReader log) {
        ContentChange change = new RotationLog(log).change(name);
        Secrets secrets = secrets(change);
        When.Ago begin = new When.Ago(idle);
        Instant since = log.moment().minus(idle);
        Cut start = log.cut(begin);
        Revocation revocation = new Revocation(Fleet.of(log.facts(start, since)), since, secrets);
        revocation.concerns(change.after().ref().cluster());
        log.inOrder(Facts.of(log.topics()), start, log.cut(), revocation);
        revocation.until(log.moment());
        return answer(change, since, revocation, log.unhandled().isEmpty());
    }

    @Override
    protected void print(RevocationAnswer answer, Basis basis) {
        switch (answer.verdict()) {
            case SAFE ->
                out().println("Safe: no Manifest has selected it since " + answer.since()
                        + ", and every cluster concerned was watched.");
            case UNKNOWN -> {
                out().println("Cannot be known: nothing is known to have selected it since " + answer.since()
                        + ", but:");
                answer.doubts().forEach(doubt -> out().println("  " + line(doubt)));
                basis.unhandled().forEach(record -> out().println("  " + record + ", which could not be handled"));
            }
            case IN_USE ->
                out().println("Not yet: since " + answer.since()
                        + " it has been selected, or what replaced it is pending.");
        }
        if (!answer.uses().isEmpty()) {
            Answer.table(output().isWide(), "uses", COLUMNS, answer.uses(), out(), err());
        }
        answer.manifests().forEach(manifest -> out().println(manifest + " has yet to be told of what replaced it."));
    }

    private static String line(Doubt doubt) {
        String when = doubt.from() == null ? "" : ", from " + doubt.from() + " to " + doubt.to();
        return doubt.cluster() + ": " + doubt.reason() + when;
    }

    @Override
    protected ExitCode exitCode(RevocationAnswer answer) {
        return switch (answer.verdict()) {
            case SAFE -> ExitCode.FINE;
            case IN_USE -> ExitCode.SOMETHING_TO_SEE;
            case UNKNOWN -> ExitCode.CANNOT_KNOW;
        };
    }

    private Secrets secrets(ContentChange change) {
        if (fingerprint != null) {
            if (!fingerprint.matches("[^:]+:[0-9a-f]{64}")) {
                throw usage("--fingerprint: '" + fingerprint + "' is none; write key-id:hex, 64 digits");
            }
            return new Secrets(Set.of(fingerprint));
        }
        Secrets old = change.before() == null
                ? new Secrets(Set.of())
                : Secrets.of(change.before()).without(Secrets.of(change.after()));
        if (old.isEmpty()) {
            throw usage("The log knows no other secret of " + change.after().ref()
                    + " than the present one; name the one that is meant with --fingerprint");
        }
        return old;
    }

    private static RevocationAnswer answer(
            ContentChange change, Instant since, Revocation revocation, boolean isComplete) {
        ObjectRef credential = change.after().ref();
        Fleet fleet = revocation.fleet();
        List<ObjectRef> untold = fleet.users().getOrDefault(credential, Collections.emptySortedSet()).stream()
                .filter(manifest ->
                        fleet.judged(manifest).filter(Outcome::pending).isPresent())
                .toList();
        boolean isUsed = !revocation.uses().isEmpty() || !untold.isEmpty();
        Verdict unused = revocation.doubts().isEmpty() && isComplete ? Verdict.SAFE : Verdict.UNKNOWN;
        return new RevocationAnswer(
                isUsed ? Verdict.IN_USE : unused, credential, since, revocation.uses(), untold, revocation.doubts());
    }

    private static Failure usage(String line) {
        return new Failure(ExitCode.USAGE, List.of(line));
    }
}

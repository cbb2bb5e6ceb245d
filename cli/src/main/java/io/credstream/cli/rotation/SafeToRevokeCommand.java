package io.credstream.cli.rotation;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.Outcome;
import io.credstream.audit.rotation.ContentChange;
import io.credstream.audit.rotation.Revocation;
import io.credstream.audit.rotation.Secrets;
import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.log.Based;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.Inquiry;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import io.credstream.cli.rotation.RevocationDocument.DoubtRow;
import io.credstream.cli.rotation.RevocationDocument.UseRow;
import io.credstream.cli.text.Durations;
import io.credstream.model.ObjectRef;
import io.credstream.read.Cut;
import java.io.PrintWriter;
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
final class SafeToRevokeCommand extends Inquiry<SafeToRevokeCommand.Told> {

    /** What is known. */
    record Told(RevocationDocument document, ExitCode exitCode) implements Based {
        @Override
        public Basis basis() {
            return document.basis();
        }
    }

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
    private String idle = "24h";

    SafeToRevokeCommand() {
        super(RevocationDocument.class);
    }

    @Override
    protected @Nullable When at() {
        return null;
    }

    @Override
    protected Told answer(LogReader log) {
        Duration window = Durations.parse(idle)
                .orElseThrow(() ->
                        usage("--idle: '" + idle + "' is no duration; write a number with m, h or d, such as 24h"));
        RotationLog rotations = new RotationLog(log);
        ContentChange change = rotations.change(name);
        Secrets secrets = secrets(change);
        When.Ago begin = new When.Ago(window);
        Instant since = log.moment().minus(window);
        Cut start = log.cut(begin);
        Revocation revocation = new Revocation(Fleet.of(log.facts(start, since)), since, secrets);
        revocation.concerns(change.after().ref().cluster());
        log.inOrder(Facts.of(log.topics()), start, log.cut(), revocation);
        revocation.until(log.moment());
        return told(change, since, revocation, rotations);
    }

    @Override
    protected Record document(Told told) {
        return told.document();
    }

    @Override
    protected void print(Told told, boolean wide, PrintWriter out) {
        RevocationDocument document = told.document();
        switch (told.exitCode()) {
            case FINE ->
                out.println("Safe: no Manifest has selected it since " + document.since()
                        + ", and every cluster concerned was watched.");
            case CANNOT_KNOW -> {
                out.println(
                        "Cannot be known: nothing is known to have selected it since " + document.since() + ", but:");
                document.doubts().forEach(doubt -> out.println("  " + doubt.line()));
                document.basis()
                        .unhandled()
                        .forEach(record -> out.println("  " + record + ", which could not be handled"));
            }
            default ->
                out.println("Not yet: since " + document.since()
                        + " it has been selected, or what replaced it is pending.");
        }
        if (!document.uses().isEmpty()) {
            Answer.print(
                    wide ? OutputFormat.WIDE : OutputFormat.TABLE, "uses", UseRow.COLUMNS, document.uses(), out, err());
        }
        document.pending().forEach(manifest -> out.println(manifest + " has yet to be told of what replaced it."));
    }

    @Override
    protected ExitCode exitCode(Told told) {
        return told.exitCode();
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

    private static Told told(ContentChange change, Instant since, Revocation revocation, RotationLog rotations) {
        ObjectRef credential = change.after().ref();
        Fleet fleet = revocation.fleet();
        List<String> pending = fleet.users().getOrDefault(credential, Collections.emptySortedSet()).stream()
                .filter(manifest ->
                        fleet.judged(manifest).filter(Outcome::pending).isPresent())
                .map(ObjectRef::key)
                .toList();
        List<UseRow> uses = revocation.uses().stream()
                .map(use -> new UseRow(use.manifest().key(), use.credential().key(), text(use.until())))
                .toList();
        List<DoubtRow> doubts = revocation.doubts().stream()
                .map(doubt -> new DoubtRow(doubt.cluster(), doubt.reason(), text(doubt.from()), text(doubt.to())))
                .toList();
        ExitCode exit = ExitCode.FINE;
        if (!uses.isEmpty() || !pending.isEmpty()) {
            exit = ExitCode.SOMETHING_TO_SEE;
        } else if (!doubts.isEmpty() || !rotations.basis().unhandled().isEmpty()) {
            exit = ExitCode.CANNOT_KNOW;
        }
        String verdict = exit == ExitCode.FINE ? "Safe" : exit == ExitCode.CANNOT_KNOW ? "Unknown" : "InUse";
        return new Told(
                new RevocationDocument(
                        verdict, credential.key(), since.toString(), uses, pending, doubts, rotations.basis()),
                exit);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static Failure usage(String line) {
        return new Failure(ExitCode.USAGE, List.of(line));
    }
}

package io.credstream.cli.replay;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.pin.Restoration;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.OperatorLog;
import io.credstream.cli.log.Rate;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.OutputFormat;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Pin;
import io.credstream.read.LatestByKey;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives Manifests back the selectors that they had.
 *
 * @param whom all Manifests there are
 * @param reason absent where nothing is executed
 * @param expires how long the pins hold; absent for ever
 */
record Restore(
        When at,
        Whom whom,
        String user,
        @Nullable String reason,
        @Nullable Duration expires,
        Rate rate,
        OutputFormat format,
        PrintWriter out,
        PrintWriter err) {

    private static final String NO_SECRETS =
            "Secrets themselves are not in the log and cannot be restored from it: this is about which of them are selected.";

    /** Shows what would be pinned, or pins it. */
    ExitCode run(KafkaSettings kafka) throws InterruptedException {
        Instant asOf;
        LatestByKey<Manifest> then;
        try (LogReader past = LogReader.open(kafka, err, at)) {
            asOf = past.moment();
            then = past.latest(past.topics().manifests());
        }
        Restoration restoration;
        Instant now;
        RestorationDocument document;
        try (LogReader log = LogReader.open(kafka, err)) {
            now = log.moment();
            Fleet fleet = log.fleet();
            restoration = Restoration.of(ref -> then.get(ref.key()), fleet, whom.among(fleet));
            document = new RestorationDocument(
                    asOf.toString(),
                    reason != null,
                    expires == null ? null : now.plus(expires).toString(),
                    restoration.toPin().stream().map(RestoredRow::of).toList(),
                    restoration.same().stream().map(ObjectRef::key).toList(),
                    restoration.absent().stream().map(ObjectRef::key).toList(),
                    log.basis(Facts.of(log.topics())));
        }
        if (reason != null) {
            Instant end = expires == null ? null : now.plus(expires);
            List<Pin> pins = restoration.toPin().stream()
                    .map(restored -> restored.pin(asOf, user, reason, now, end))
                    .toList();
            try (OperatorLog log = OperatorLog.open(kafka)) {
                log.say(pins, rate);
            }
        }
        print(document, restoration);
        return reason != null || document.pins().isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }

    private void print(RestorationDocument document, Restoration restoration) {
        switch (format) {
            case TABLE, WIDE -> {
                if (!document.pins().isEmpty()) {
                    Answer.print(format, "Manifests", RestoredRow.COLUMNS, document.pins(), out, err);
                    out.println();
                }
                out.println(recap(document, restoration));
                document.pins().stream()
                        .mapToLong(RestoredRow::selectingNothing)
                        .reduce(Long::sum)
                        .ifPresent(this::warn);
                out.println(NO_SECRETS);
                out.flush();
            }
            case JSON, YAML -> Answer.print(format, document, out);
        }
    }

    private static String recap(RestorationDocument document, Restoration restoration) {
        String until = document.expires() == null ? "released" : document.expires() + ", or released";
        String pinned = document.pins().isEmpty()
                ? "Nothing to pin: no Manifest differs from what it was at " + document.asOf() + "; "
                : (document.executed() ? "Pinned: " : "Would be pinned: ")
                        + document.pins().size()
                        + " Manifests, to what they carried at " + document.asOf() + ", until " + until + ": "
                        + restoration.differing().size() + " carry other selectors now, "
                        + restoration.held().size() + " would not keep them; ";
        return pinned + restoration.same().size() + " are as they were, "
                + restoration.absent().size() + " were not there.";
    }

    private void warn(long layers) {
        if (layers > 0) {
            out.println("Warning: no credential that is there now matches the selectors of " + layers
                    + " layers; where nothing matches, nothing can be pulled.");
        }
    }
}

package io.credstream.cli.replay;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.answer.RestorationAnswer;
import io.credstream.audit.pin.Restoration;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.Basis;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.OperatorLog;
import io.credstream.cli.log.Rate;
import io.credstream.cli.log.When;
import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Output;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.model.Manifest;
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
        Output output,
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
        RestorationAnswer answer;
        Basis basis;
        try (LogReader log = LogReader.open(kafka, err)) {
            now = log.moment();
            Fleet fleet = log.fleet();
            restoration = Restoration.of(ref -> then.get(ref.key()), fleet, whom.among(fleet));
            answer =
                    RestorationAnswer.of(restoration, asOf, reason != null, expires == null ? null : now.plus(expires));
            basis = log.basis(Facts.of(log.topics()));
        }
        if (reason != null) {
            List<Pin> pins = restoration.toPin().stream()
                    .map(restored -> restored.pin(asOf, user, reason, now, answer.expires()))
                    .toList();
            try (OperatorLog log = OperatorLog.open(kafka)) {
                log.say(pins, rate);
            }
        }
        if (output.isTable()) {
            print(answer, restoration);
        } else {
            Answer.print(output.format(), "restoration", answer, basis, out);
        }
        return reason != null || answer.pins().isEmpty() ? ExitCode.FINE : ExitCode.SOMETHING_TO_SEE;
    }

    private void print(RestorationAnswer answer, Restoration restoration) {
        if (!answer.pins().isEmpty()) {
            Answer.table(output.isWide(), "Manifests", RestoredColumns.ALL, answer.pins(), out, err);
            out.println();
        }
        out.println(recap(answer, restoration));
        warn(answer.pins().stream()
                .flatMap(restored -> restored.layers().stream())
                .filter(RestoredColumns::selectsNothing)
                .count());
        out.println(NO_SECRETS);
        out.flush();
    }

    private static String recap(RestorationAnswer answer, Restoration restoration) {
        String until = answer.expires() == null ? "released" : answer.expires() + ", or released";
        String pinned = answer.pins().isEmpty()
                ? "Nothing to pin: no Manifest differs from what it was at " + answer.asOf() + "; "
                : (answer.executed() ? "Pinned: " : "Would be pinned: ")
                        + answer.pins().size()
                        + " Manifests, to what they carried at " + answer.asOf() + ", until " + until + ": "
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

package io.credstream.cli.replay;

import io.credstream.audit.Fleet;
import io.credstream.audit.Outcome;
import io.credstream.cli.ExitCode;
import io.credstream.cli.log.ControlPlanes;
import io.credstream.cli.log.LogReader;
import io.credstream.cli.log.OperatorLog;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.rules.decide.Decision;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Has a cluster's Manifests written as if nothing had been tried before, and waits until nothing is left to write. */
record Drive(String cluster, String user, String reason, Duration timeout, PrintWriter out, PrintWriter err) {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int SHOWN = 5;

    /**
     * How far it has come.
     *
     * @param open Manifests that are not as they should be, or of which something is still pending
     */
    private record Stand(int all, List<ObjectRef> open) {
        String describe() {
            return (all - open.size()) + " of " + all + " Manifests are as they should be";
        }
    }

    ExitCode run(KafkaSettings kafka) throws InterruptedException {
        String id;
        try (LogReader log = LogReader.open(kafka, err)) {
            id = ControlPlanes.resolve(cluster, log.latest(log.topics().clusters()));
            order(
                    kafka,
                    new Order(new Order.Target.OfCluster(id), new Order.Action.Drive(), user, reason, log.moment()));
        }
        err.println("The processor is told to drive " + id + ".");
        err.flush();
        return await(kafka, id);
    }

    private static void order(KafkaSettings kafka, Order order) throws InterruptedException {
        try (OperatorLog log = OperatorLog.open(kafka)) {
            log.say(order);
        }
    }

    private ExitCode await(KafkaSettings kafka, String id) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        String shown = "";
        while (true) {
            Stand stand = look(kafka, id);
            if (!stand.describe().equals(shown)) {
                shown = stand.describe();
                err.println(shown + ".");
                err.flush();
            }
            if (stand.open().isEmpty() || System.nanoTime() > end) {
                return conclude(id, stand);
            }
            Thread.sleep(PAUSE);
        }
    }

    private ExitCode conclude(String id, Stand stand) {
        if (stand.open().isEmpty()) {
            out.println("All " + stand.all() + " Manifests of " + id + " are as they should be.");
            out.flush();
            return ExitCode.FINE;
        }
        out.println(stand.describe() + "; still to be written, or not seen yet:");
        stand.open().stream().limit(SHOWN).forEach(ref -> out.println("  " + ref));
        out.println("See 'credstream get pending --cluster " + id + "', or wait longer with --timeout.");
        out.flush();
        return ExitCode.SOMETHING_TO_SEE;
    }

    private Stand look(KafkaSettings kafka, String id) throws InterruptedException {
        try (LogReader log = LogReader.open(kafka, err)) {
            Fleet fleet = log.fleet();
            List<Outcome> outcomes = fleet.manifests().stream()
                    .filter(ref -> ref.cluster().equals(id))
                    .map(fleet::outcome)
                    .toList();
            return new Stand(
                    outcomes.size(),
                    outcomes.stream()
                            .filter(outcome -> outcome.pending() || outcome.decision() instanceof Decision.Update)
                            .map(outcome -> outcome.manifest().ref())
                            .toList());
        }
    }
}

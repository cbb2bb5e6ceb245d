package io.credstream.simulation;

import io.credstream.simulation.guarantee.BrakesHold;
import io.credstream.simulation.guarantee.Converges;
import io.credstream.simulation.guarantee.DeletesPropagate;
import io.credstream.simulation.guarantee.Guarantee;
import io.credstream.simulation.guarantee.Guarantee.BrokenException;
import io.credstream.simulation.guarantee.HistoryIsTrue;
import io.credstream.simulation.guarantee.InnocentUnharmed;
import io.credstream.simulation.guarantee.NoForeignSelectorTouched;
import io.credstream.simulation.guarantee.NoStaleOverwrite;
import io.credstream.simulation.guarantee.NothingAcrossAGap;
import io.credstream.simulation.guarantee.OnePatchPerChange;
import io.credstream.simulation.guarantee.PinsHold;
import io.credstream.simulation.service.Collaborators;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A schedule, played.
 *
 * @param broken what did not hold; empty if all did
 * @param events appended records, writes and changes
 * @param hash equal wherever the same schedule is played
 * @param story all of it in words, if it was asked for
 */
record Run(
        Schedule schedule, Optional<Broken> broken, long events, String hash, List<String> story, Coverage coverage) {

    /** @param guarantee its name; {@code Crash} if something threw that is no promise */
    record Broken(String guarantee, String what) {}

    static Run of(Schedule schedule) {
        return of(schedule, Collaborators.SOUND, false);
    }

    /** @param told whether a story is kept */
    static Run of(Schedule schedule, Collaborators with, boolean told) {
        Trace trace = new Trace(told);
        Coverage coverage = new Coverage();
        return new Run(
                schedule, play(schedule, with, trace, coverage), trace.events(), trace.hash(), trace.story(), coverage);
    }

    private static Optional<Broken> play(Schedule schedule, Collaborators with, Trace trace, Coverage coverage) {
        try {
            List<Guarantee> guarantees = guarantees();
            World world = new World(schedule, with, guarantees, trace, coverage);
            for (Schedule.Step step : schedule.steps()) {
                trace.say(step.move().name());
                coverage.happened(step.move());
                step.move().happen(world, step.random());
            }
            Flow.rest(world, new SplittableRandom(schedule.seed()), guarantees);
            return Optional.empty();
        } catch (BrokenException e) {
            trace.say(e.what());
            return Optional.of(new Broken(e.guarantee(), e.what()));
        } catch (RuntimeException | AssertionError e) {
            StackTraceElement at = e.getStackTrace().length == 0 ? null : e.getStackTrace()[0];
            return Optional.of(new Broken("Crash", e + " at " + at));
        }
    }

    private static List<Guarantee> guarantees() {
        Converges converges = new Converges();
        return List.of(
                new PinsHold(),
                converges,
                new NoStaleOverwrite(),
                new DeletesPropagate(),
                new NoForeignSelectorTouched(),
                new OnePatchPerChange(),
                new BrakesHold(),
                new NothingAcrossAGap(),
                new HistoryIsTrue(),
                new InnocentUnharmed(converges));
    }
}

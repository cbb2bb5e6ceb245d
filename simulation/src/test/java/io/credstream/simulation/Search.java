package io.credstream.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.credstream.simulation.service.Collaborators;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.slf4j.LoggerFactory;

/** Many worlds, one after the other or two at once, until one of them breaks a promise. */
final class Search {

    /** Which seed is the first. */
    static final long FIRST = Long.getLong("credstream.seed", 1);

    private Search() {}

    /** What worlds make the product say would fill the disk. */
    static void beQuiet() {
        if (LoggerFactory.getLogger("io.credstream") instanceof Logger logger) {
            logger.setLevel(Level.OFF);
        }
    }

    /** The first world of so many that breaks a promise. */
    static Optional<Run> firstBroken(long schedules, Supplier<Collaborators> with, Coverage coverage) {
        return LongStream.range(FIRST, FIRST + schedules)
                .parallel()
                .mapToObj(seed -> Run.of(Schedule.of(seed), with.get(), false))
                .peek(run -> {
                    synchronized (coverage) {
                        coverage.add(run.coverage());
                    }
                })
                .filter(run -> run.broken().isPresent())
                .findFirst();
    }

    /** What is needed to understand a broken world, and to play it again. */
    static String story(Run broken, Supplier<Collaborators> with) {
        Run shrunk = Shrinker.shrink(broken, with);
        List<String> told = shrunk.story();
        return "-Dcredstream.seed=%d -Dcredstream.schedules=1 plays it again%n%s%nshrunk from %d steps to %d: %s%n%s"
                .formatted(
                        broken.schedule().seed(),
                        broken.broken()
                                .map(b -> b.guarantee() + ": " + b.what())
                                .orElse("nothing broke"),
                        broken.schedule().steps().size(),
                        shrunk.schedule().steps().size(),
                        shrunk.schedule().steps().stream()
                                .map(step -> step.move().name())
                                .collect(Collectors.joining(", ")),
                        String.join(System.lineSeparator(), told.subList(Math.max(0, told.size() - 60), told.size())));
    }
}

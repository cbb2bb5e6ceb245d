package io.credstream.simulation;

import io.credstream.simulation.service.Collaborators;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Leaves steps out of a schedule for as long as the same guarantee breaks: delta debugging, after Zeller. */
final class Shrinker {

    private static final int MOST_RUNS = 600;

    private final Supplier<Collaborators> with;
    private final String guarantee;
    private int runs;

    private Shrinker(Supplier<Collaborators> with, String guarantee) {
        this.with = with;
        this.guarantee = guarantee;
    }

    /** A run of as few steps as could be found in which what broke breaks again, with its story; itself if nothing broke. */
    static Run shrink(Run failed, Supplier<Collaborators> with) {
        return failed.broken()
                .map(broken -> new Shrinker(with, broken.guarantee()).shrink(failed.schedule()))
                .map(schedule -> Run.of(schedule, with.get(), true))
                .orElse(failed);
    }

    private Schedule shrink(Schedule whole) {
        Schedule smallest = whole;
        int chunk = Math.max(1, whole.steps().size() / 2);
        while (runs < MOST_RUNS) {
            int before = smallest.steps().size();
            for (int from = 0; from < smallest.steps().size() && runs < MOST_RUNS; ) {
                Schedule candidate = without(smallest, from, chunk);
                if (breaks(candidate)) {
                    smallest = candidate;
                } else {
                    from += chunk;
                }
            }
            if (chunk == 1 && smallest.steps().size() == before) {
                return smallest;
            }
            chunk = Math.max(1, chunk / 2);
        }
        return smallest;
    }

    private boolean breaks(Schedule schedule) {
        runs++;
        return Run.of(schedule, with.get(), false)
                .broken()
                .filter(broken -> broken.guarantee().equals(guarantee))
                .isPresent();
    }

    private static Schedule without(Schedule schedule, int from, int count) {
        List<Schedule.Step> left = new ArrayList<>(schedule.steps());
        left.subList(from, Math.min(from + count, left.size())).clear();
        return schedule.with(left);
    }
}

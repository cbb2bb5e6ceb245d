package io.credstream.ingest.own;

import io.credstream.kube.Backoff;
import io.credstream.model.ClusterStatus.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters have failed unexpectedly, and when each is tried again: after longer and longer waits. A cluster that has gone
 * well for as long as it was made to wait is no longer called faulted; how often it failed is forgotten only when it has gone well
 * for the longest wait, so that a fault that comes back every minute is not tried every second.
 *
 * <p>Pure: time is handed in. Not thread-safe.
 */
final class Faults {

    private final Backoff backoff;
    private final RandomGenerator random;
    private final Map<String, Course> courses = new HashMap<>();

    private enum Phase {
        WAITING,
        PROVING,
        PROVEN
    }

    private static final class Course {
        private Phase phase = Phase.WAITING;
        private Instant since;
        private int failures;
        private Duration delay = Duration.ZERO;
        private Instant changes = Instant.EPOCH;

        private Course(Instant since) {
            this.since = since;
        }
    }

    Faults(Backoff backoff, RandomGenerator random) {
        this.backoff = backoff;
        this.random = random;
    }

    /** A cluster has failed. */
    Fault add(String cluster, String code, Instant at) {
        Instant now = at.truncatedTo(ChronoUnit.MILLIS);
        Course course = courses.computeIfAbsent(cluster, first -> new Course(now));
        if (course.phase == Phase.PROVEN) {
            course.since = now;
        }
        course.phase = Phase.WAITING;
        course.delay = backoff.delay(++course.failures, random);
        course.changes = now.plus(course.delay);
        return new Fault(code, course.since, course.changes);
    }

    /** Those that are to be tried again. */
    List<String> due(Instant now) {
        return in(Phase.WAITING, now);
    }

    void retried(String cluster, Instant now) {
        turn(cluster, Phase.PROVING, now);
    }

    /** Those that have been tried again and called well not yet. */
    List<String> proving() {
        return in(Phase.PROVING, Instant.MAX);
    }

    /** Whether one of them has gone well for long enough; then it is faulted no more. */
    boolean proven(String cluster, Instant now) {
        Course course = courses.get(cluster);
        if (course == null || course.changes.isAfter(now)) {
            return false;
        }
        turn(cluster, Phase.PROVEN, now);
        return true;
    }

    /** Those of which the next fault is the first one again. They are forgotten. */
    List<String> healed(Instant now) {
        List<String> healed = in(Phase.PROVEN, now);
        healed.forEach(courses::remove);
        return healed;
    }

    void forget(String cluster) {
        courses.remove(cluster);
    }

    private void turn(String cluster, Phase phase, Instant now) {
        @Nullable Course course = courses.get(cluster);
        if (course != null) {
            course.phase = phase;
            course.changes = now.plus(phase == Phase.PROVEN ? backoff.limit() : course.delay);
        }
    }

    private List<String> in(Phase phase, Instant now) {
        if (courses.isEmpty()) {
            return List.of();
        }
        List<String> in = new ArrayList<>();
        courses.forEach((cluster, course) -> {
            if (course.phase == phase && !course.changes.isAfter(now)) {
                in.add(cluster);
            }
        });
        return in;
    }
}

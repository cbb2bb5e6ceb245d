package io.credstream.processor.streams;

import io.credstream.model.Cause;
import io.credstream.model.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one binding of many changes. A template with few matches is bound at each change, at once. Of one with many the first change
 * is bound at once too, and those that follow together after a pause that grows with the matches, with the newest as their cause.
 * All such templates of a task share a budget for each {@link #TICK}, the smallest first, so that no burst holds up anybody else.
 *
 * <p>Counts matches, not time, so that what is said depends on the records and their times alone. Mutable, for one thread.
 */
final class Bursts {

    /** How often {@link #take} is to be asked. */
    static final Duration TICK = Duration.ofMillis(50);

    /** As many matches cost less than telling the binding. */
    static final int FEW = 64;

    private static final Duration PAUSE_PER_MATCH = Duration.ofNanos(200_000);
    private static final int MATCHES_PER_TICK = 10_000;

    private record Size(int matches, Instant notBefore) {}

    private final Map<ObjectRef, Size> large = new HashMap<>();
    private final Map<ObjectRef, Cause> waiting = new HashMap<>();
    private int left = MATCHES_PER_TICK;

    /** Whether a template that has changed is to be bound at once. If not, it waits. */
    boolean admits(ObjectRef template, Cause cause, Instant now) {
        Size size = large.get(template);
        if (size == null || (left > 0 && !now.isBefore(size.notBefore()) && !waiting.containsKey(template))) {
            return true;
        }
        await(template, cause);
        return false;
    }

    /** The template has changed and waits, in any case. */
    void await(ObjectRef template, Cause cause) {
        waiting.put(template, cause);
    }

    /** The template was bound. */
    void bound(ObjectRef template, int matches, Instant now) {
        waiting.remove(template);
        if (matches <= FEW) {
            large.remove(template);
        } else {
            left -= matches;
            Duration pause = PAUSE_PER_MATCH.multipliedBy(matches);
            large.put(template, new Size(matches, now.plus(pause.compareTo(TICK) < 0 ? TICK : pause)));
        }
    }

    /** The template is gone. */
    void forget(ObjectRef template) {
        waiting.remove(template);
        large.remove(template);
    }

    /** The newest change that a template waits for; absent if it does not wait. */
    @Nullable
    Cause cause(ObjectRef template) {
        return waiting.get(template);
    }

    /** The templates of a cluster that wait, in order. */
    List<ObjectRef> waiting(String cluster) {
        return waiting.keySet().stream()
                .filter(template -> template.cluster().equals(cluster))
                .sorted()
                .toList();
    }

    /** The templates to be bound now, the next tick having come. */
    List<ObjectRef> take(Instant now) {
        left = Math.min(MATCHES_PER_TICK, left + MATCHES_PER_TICK);
        List<ObjectRef> due = new ArrayList<>();
        waiting.keySet().forEach(template -> {
            Size size = large.get(template);
            if (size == null || !now.isBefore(size.notBefore())) {
                due.add(template);
            }
        });
        due.sort(Comparator.<ObjectRef>comparingInt(this::matches).thenComparing(Comparator.naturalOrder()));
        int spent = 0;
        int count = 0;
        while (count < due.size() && spent < left) {
            spent += matches(due.get(count));
            count++;
        }
        return List.copyOf(due.subList(0, count));
    }

    private int matches(ObjectRef template) {
        Size size = large.get(template);
        return size == null ? 0 : size.matches();
    }
}

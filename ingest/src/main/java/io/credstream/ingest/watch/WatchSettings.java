package io.credstream.ingest.watch;

import io.credstream.kube.Backoff;
import io.credstream.projection.SecretSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How clusters are watched.
 *
 * @param secretSelector of the Secrets that are asked for
 * @param pageSize objects in a page of a list
 * @param concurrentRequests requests under way at once, for all clusters together; open watches do not count
 * @param requestTimeout how long an API server may take until it answers, and between two parts of a list
 * @param watchdog how long a watch may be without an event and a bookmark
 * @param lifetime how long a watch is asked to last; each a little differently, and up to twice as long
 * @param backoff between attempts
 * @param budgets how much of one cluster is taken
 */
public record WatchSettings(
        SecretSelector secretSelector,
        int pageSize,
        int concurrentRequests,
        Duration requestTimeout,
        Duration watchdog,
        Duration lifetime,
        Backoff backoff,
        Budgets budgets) {

    public static final WatchSettings DEFAULTS = new WatchSettings(
            SecretSelector.DEFAULT,
            250,
            64,
            Duration.ofSeconds(30),
            Duration.ofMinutes(3),
            Duration.ofMinutes(5),
            Backoff.DEFAULTS,
            Budgets.DEFAULTS);

    public WatchSettings withSecretSelector(SecretSelector selector) {
        return new WatchSettings(
                selector, pageSize, concurrentRequests, requestTimeout, watchdog, lifetime, backoff, budgets);
    }

    public WatchSettings withPageSize(int size) {
        return new WatchSettings(
                secretSelector, size, concurrentRequests, requestTimeout, watchdog, lifetime, backoff, budgets);
    }

    public WatchSettings withConcurrentRequests(int bound) {
        return new WatchSettings(secretSelector, pageSize, bound, requestTimeout, watchdog, lifetime, backoff, budgets);
    }

    public WatchSettings withRequestTimeout(Duration timeout) {
        return new WatchSettings(
                secretSelector, pageSize, concurrentRequests, timeout, watchdog, lifetime, backoff, budgets);
    }

    public WatchSettings withWatchdog(Duration silence) {
        return new WatchSettings(
                secretSelector, pageSize, concurrentRequests, requestTimeout, silence, lifetime, backoff, budgets);
    }

    public WatchSettings withLifetime(Duration shortest) {
        return new WatchSettings(
                secretSelector, pageSize, concurrentRequests, requestTimeout, watchdog, shortest, backoff, budgets);
    }

    public WatchSettings withBackoff(Backoff other) {
        return new WatchSettings(
                secretSelector, pageSize, concurrentRequests, requestTimeout, watchdog, lifetime, other, budgets);
    }

    public WatchSettings withBudgets(Budgets other) {
        return new WatchSettings(
                secretSelector, pageSize, concurrentRequests, requestTimeout, watchdog, lifetime, backoff, other);
    }

    /** All that is wrong, each with what to write instead. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (pageSize < 1) {
            problems.add("pageSize: is " + pageSize + "; write at least 1");
        }
        if (concurrentRequests < 2) {
            problems.add("concurrentRequests: is " + concurrentRequests + "; write at least 2");
        }
        requirePositive("requestTimeout", requestTimeout, problems);
        requirePositive("watchdog", watchdog, problems);
        requirePositive("lifetime", lifetime, problems);
        problems.addAll(budgets.problems());
        return problems;
    }

    private static void requirePositive(String field, Duration value, List<String> problems) {
        if (!value.isPositive()) {
            problems.add(field + ": is " + value + "; write a positive duration");
        }
    }
}

package io.credstream.sink.cluster;

import io.credstream.observe.LogKeys;
import io.credstream.sink.patch.Decision;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells with a Kubernetes Event of a change of state, where {@code kubectl describe manifest} shows it (R14): after a write that
 * changed it, within a budget per cluster. Best effort: it never delays a patch, and what fails or exceeds the budget is left
 * out, since the annotation and the log tell the same.
 */
final class EventAnnouncer {

    private static final Logger LOG = LoggerFactory.getLogger(EventAnnouncer.class);
    private static final int CONFLICT = 409;

    private final Bucket budget;
    private final Clock clock;

    EventAnnouncer(EventBudget budget, TimeMeter time, Clock clock) {
        this.budget = Bucket.builder()
                .addLimit(limit -> limit.capacity(budget.burst()).refillGreedy(budget.count(), budget.per()))
                .withCustomTimePrecision(time)
                .build();
        this.clock = clock;
    }

    void announce(Decision decision, ManifestClient client) {
        if (!changesState(decision) || !budget.tryConsume(1)) {
            return;
        }
        // Nobody waits for it.
        var unused = client.createEvent(
                        decision.update().manifest().namespace(), StateEvent.json(decision, clock.instant()))
                .whenComplete((status, failure) -> {
                    // A conflict is the same Event, sent before: its name follows from the decision.
                    if (failure != null || (status >= 300 && status != CONFLICT)) {
                        LOG.atDebug()
                                .addKeyValue(LogKeys.CLUSTER, decision.cluster())
                                .addKeyValue(LogKeys.OBJECT, decision.key())
                                .addKeyValue(LogKeys.REASON, status)
                                .log("Could not write an Event");
                    }
                });
    }

    private static boolean changesState(Decision decision) {
        String desired = decision.update().desired().state();
        return desired != null
                && !Objects.equals(desired, decision.update().expected().state());
    }
}

package io.credstream.audit.explain;

import io.credstream.model.ApplyReport;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.retry.RetryPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where the loop stands with a Manifest. Sealed: whoever shows it has to say something of each. */
public sealed interface Standing {

    /** It is as it should be. */
    record InOrder() implements Standing {}

    /** It must not be written. */
    record LeftAlone(Decision.Reason reason) implements Standing {
        public LeftAlone {
            Objects.requireNonNull(reason);
        }
    }

    /**
     * Something is decided and not seen on it yet.
     *
     * @param report what the sink said of that decision last
     */
    record Pending(TopicRecord.Value<ManifestUpdate> decision, Optional<ApplyReport> report) implements Standing {
        public Pending {
            Objects.requireNonNull(decision);
            Objects.requireNonNull(report);
        }
    }

    /**
     * It was written again and again and each time overwritten, so it is left alone for a while (R17).
     *
     * @param writes when, oldest first
     */
    record HeldDown(List<Instant> writes) implements Standing {
        public HeldDown {
            writes = List.copyOf(writes);
        }
    }

    /** It differs from what it should be, and nothing is decided yet: the processor is behind, or does not run. */
    record NotDecidedYet() implements Standing {}

    /**
     * Finds out.
     *
     * @param pending what is in the topic of decisions
     * @param report the last one about the Manifest
     * @param writes when something was written, oldest first
     */
    static Standing of(
            Decision decision,
            Optional<TopicRecord.Value<ManifestUpdate>> pending,
            Optional<ApplyReport> report,
            List<Instant> writes) {
        if (pending.isPresent()) {
            return new Pending(
                    pending.get(),
                    report.filter(last -> last.cause().equals(pending.get().at())));
        }
        return switch (decision) {
            case Decision.InOrder inOrder -> new InOrder();
            case Decision.LeaveAlone alone -> new LeftAlone(alone.reason());
            case Decision.Update update -> isFight(writes) ? new HeldDown(writes) : new NotDecidedYet();
        };
    }

    private static boolean isFight(List<Instant> writes) {
        int rounds = RetryPolicy.DEFAULT.rounds();
        for (int first = 0; first + rounds <= writes.size(); first++) {
            Instant end = writes.get(first).plus(RetryPolicy.DEFAULT.window());
            if (!writes.get(first + rounds - 1).isAfter(end)) {
                return true;
            }
        }
        return false;
    }
}

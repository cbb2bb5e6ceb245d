package io.credstream.audit.explain;

import io.credstream.model.ApplyReport;
import io.credstream.model.HoldDown;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import java.util.Optional;

/** Where the loop stands with a Manifest. Sealed: whoever shows it has to say something of each. */
public sealed interface Standing {

    /** It is as it should be. */
    record InOrder() implements Standing {}

    /** It must not be written. */
    record LeftAlone(Decision.Reason reason) implements Standing {}

    /**
     * Something is decided and not seen on it yet.
     *
     * @param report what the sink said of that decision last
     */
    record Pending(TopicRecord.Value<ManifestUpdate> decision, Optional<ApplyReport> report) implements Standing {}

    /**
     * It was written again and again and each time overwritten, so the processor leaves it alone for a while (R17).
     *
     * @param holdDown as the processor said
     */
    record HeldDown(HoldDown holdDown) implements Standing {}

    /** It differs from what it should be, and nothing is decided yet: the processor is behind, or does not run. */
    record NotDecidedYet() implements Standing {}

    /**
     * Finds out.
     *
     * @param pending what is in the topic of decisions
     * @param report the last one about the Manifest
     * @param holdDown the one that is in force
     */
    static Standing of(
            Decision decision,
            Optional<TopicRecord.Value<ManifestUpdate>> pending,
            Optional<ApplyReport> report,
            Optional<HoldDown> holdDown) {
        if (pending.isPresent()) {
            return new Pending(
                    pending.get(),
                    report.filter(last -> last.cause().equals(pending.get().at())));
        }
        return switch (decision) {
            case Decision.InOrder inOrder -> new InOrder();
            case Decision.LeaveAlone alone -> new LeftAlone(alone.reason());
            case Decision.Update update -> holdDown.<Standing>map(HeldDown::new).orElseGet(NotDecidedYet::new);
        };
    }
}

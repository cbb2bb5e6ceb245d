package io.credstream.audit.answer;

import io.credstream.audit.history.Chain;
import io.credstream.audit.history.Change;
import io.credstream.audit.history.Origin;
import io.credstream.audit.history.Step;
import io.credstream.model.ApplyReport;
import io.credstream.model.BindingState;
import io.credstream.model.ManifestUpdate;
import io.credstream.read.TopicRecord;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A change of a Manifest, from what it follows from to what became of it.
 *
 * @param chain all that is known of it
 * @param decision absent when nothing was decided because of it
 * @param reason why the sink could not write it
 * @param totalMillis from the record of the fact to the Manifest's own observation of the write
 */
public record ChainAnswer(
        Chain chain,
        Instant time,
        Origin origin,
        @Nullable Decided decision,
        Chain.Result result,
        @Nullable String reason,
        List<Step> steps,
        OptionalLong totalMillis) {

    /** What was decided, and how often it was sent. */
    public record Decided(BindingState state, int attempts, List<Change> changes) {

        static @Nullable Decided of(List<TopicRecord.Value<ManifestUpdate>> decisions) {
            return decisions.isEmpty()
                    ? null
                    : new Decided(
                            decisions.getLast().value().state(),
                            decisions.stream()
                                    .mapToInt(decision -> decision.value().attempt())
                                    .max()
                                    .orElse(0),
                            Change.of(decisions.getFirst().value()));
        }
    }

    public static ChainAnswer of(Chain chain) {
        return new ChainAnswer(
                chain,
                chain.time(),
                chain.origin(),
                Decided.of(chain.decisions()),
                chain.result(),
                chain.lastReport().map(ApplyReport::reason).orElse(null),
                chain.steps(),
                chain.total());
    }
}

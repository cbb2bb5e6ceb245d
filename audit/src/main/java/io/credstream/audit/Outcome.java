package io.credstream.audit;

import io.credstream.model.Binding;
import io.credstream.model.Manifest;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Honoured;
import java.util.Optional;

/**
 * What becomes of a Manifest.
 *
 * @param record as it was observed
 * @param binding of the template that it belongs to, if there is exactly one
 * @param decision what is to be done about it
 * @param honoured whether lifecycle-manager reads what is written (R18)
 * @param pin what pins it, if anything does
 * @param brake the order that holds it back, if one does
 * @param pending whether a decision about it has not been observed yet
 */
public record Outcome(
        TopicRecord.Value<Manifest> record,
        Optional<Binding> binding,
        Decision decision,
        Honoured honoured,
        Optional<Pin> pin,
        Optional<Order> brake,
        boolean pending) {

    public Manifest manifest() {
        return record.value();
    }

    /** Whether it waits until a gap is closed (R22). */
    public boolean isDeferred() {
        return decision instanceof Decision.LeaveAlone alone && alone.reason() == Decision.Reason.DEFERRED;
    }

    /** The cluster that its template is on; empty if there is not exactly one template. */
    Optional<String> templateCluster() {
        return manifest().remoteTemplate()
                ? binding.map(chosen -> chosen.template().cluster())
                : Optional.of(manifest().ref().cluster());
    }
}

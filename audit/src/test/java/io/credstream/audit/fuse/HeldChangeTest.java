package io.credstream.audit.fuse;

import static io.credstream.audit.TestLog.KCP;
import static io.credstream.audit.TestLog.TOPICS;
import static io.credstream.audit.TestLog.ref;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.TestLog;
import io.credstream.model.Cause;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target.OfChange;
import org.junit.jupiter.api.Test;

class HeldChangeTest {

    private final TestLog log = new TestLog()
            .controlPlane(1)
            .template("op", "one")
            .manifest("a-op", "op")
            .manifest("b-op", "op")
            .pending("a-op")
            .pending("b-op");
    private final OfChange change = new OfChange(KCP, causeOf("a-op"));

    @Test
    void aChangeIsHeldWithAllThatWaitsForIt() {
        fuse(Mode.PAUSE);

        assertThat(HeldChange.in(log.facts())).singleElement().satisfies(held -> {
            assertThat(held.name()).isEqualTo(KCP + "/" + causeOf("a-op").describe());
            assertThat(held.manifests()).containsExactlyInAnyOrder(ref("a-op"), ref("b-op"));
            assertThat(held.reason()).isEqualTo("about more than 1 Manifests");
        });
    }

    @Test
    void oneThatWasReleasedIsNone() {
        fuse(Mode.PAUSE);
        fuse(Mode.RESUME);

        assertThat(HeldChange.in(log.facts())).isEmpty();
    }

    @Test
    void oneThatNothingWaitsForIsNone() {
        fuse(Mode.PAUSE);
        log.delete(TOPICS.manifestUpdates(), "a-op").delete(TOPICS.manifestUpdates(), "b-op");

        assertThat(HeldChange.in(log.facts())).isEmpty();
    }

    @Test
    void aBrakeOfAnythingElseHoldsNoChange() {
        log.brake(Mode.PAUSE);

        assertThat(HeldChange.in(log.facts())).isEmpty();
    }

    private void fuse(Mode mode) {
        Order order = new Order(change, new Brake(mode), Order.FUSE, "about more than 1 Manifests", log.now());
        log.put(TOPICS.orders(), order.key(), order);
    }

    private Cause causeOf(String manifest) {
        return log.facts()
                .latest(TOPICS.manifestUpdates())
                .get(ref(manifest).key())
                .map(ManifestUpdate::cause)
                .orElseThrow();
    }
}

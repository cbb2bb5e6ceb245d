package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that holds at every step. What it sees it is told by the world; what it finds wrong it throws. */
public interface Guarantee {

    /** A promise was broken. */
    final class BrokenException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String guarantee;
        private final String what;

        public BrokenException(Guarantee guarantee, String what) {
            super(guarantee.getClass().getSimpleName() + ": " + what, null, false, false);
            this.guarantee = guarantee.getClass().getSimpleName();
            this.what = what;
        }

        public String what() {
            return what;
        }

        public String guarantee() {
            return guarantee;
        }
    }

    /** Somebody but us has changed an object, or an operator has ordered something. */
    default void happened(Change change) {}

    /**
     * It was decided from a template what a Manifest should carry.
     *
     * @param observed the earliest epoch of its cluster's watch in which the Manifest was seen as the decision has it
     * @param listed the last epoch in which templates and Secrets of that cluster were all listed; absent if they never were
     */
    default void decided(String manifest, Instant observed, @Nullable Instant listed) {}

    /**
     * We are about to change a Manifest.
     *
     * @param uid of the Manifest that was meant, and {@code version} the one that was looked at
     */
    default void patching(String uid, long version, ObjectNode before, ObjectNode after) {}

    /** We have changed a Manifest. */
    default void patched(ApiServer cluster, ObjectNode before, ObjectNode after) {}

    /** Everything has been delivered, and time enough has passed. */
    default void atRest(Situation situation) {}

    /** Everything has been delivered to the control planes that live, and some seconds have passed. */
    default void whileOthersAreDead(Situation living) {}

    /** Nothing happens any more. */
    default void inTheEnd(Situation situation) {}

    default BrokenException broken(String what) {
        return new BrokenException(this, what);
    }
}

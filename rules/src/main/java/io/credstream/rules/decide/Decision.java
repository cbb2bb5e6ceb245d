package io.credstream.rules.decide;

import io.credstream.model.BindingState;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is to be done about a Manifest. Sealed: each of the three has its own way through the retry policy and the topics. */
public sealed interface Decision {

    /** What the credentials of the Manifest amount to, whether or not anything is to be done. */
    BindingState state();

    /** Nothing may be written. A decision that is still pending is moot. */
    record LeaveAlone(BindingState state, Reason reason) implements Decision {
        public LeaveAlone {
            Objects.requireNonNull(state);
            Objects.requireNonNull(reason);
        }
    }

    /**
     * The Manifest is as it should be. A decision that is still pending is observed.
     *
     * @param annotations ours, as observed: what somebody takes away who overwrites us
     */
    record InOrder(BindingState state, ManifestAnnotations annotations) implements Decision {
        public InOrder {
            Objects.requireNonNull(state);
            Objects.requireNonNull(annotations);
        }
    }

    /**
     * The Manifest differs from what it should be.
     *
     * @param selectors of its layers, those that stay as they are included
     */
    record Update(ManifestUpdate update, List<Selector> selectors) implements Decision {
        public Update {
            selectors = List.copyOf(selectors);
        }

        @Override
        public BindingState state() {
            return update.state();
        }
    }

    /**
     * The selector of a layer, in canonical form.
     *
     * @param observed absent when there is none
     * @param desired absent when there is to be none
     */
    record Selector(
            Layer layer,
            @Nullable String observed,
            @Nullable String desired) {}

    /** Why a Manifest is left alone. */
    enum Reason {
        /** There is no such Manifest. */
        GONE,
        /** It is being deleted (R13). */
        DELETING,
        /** It is marked {@code skip-reconciliation} (R13). */
        SKIP_RECONCILIATION,
        /** No template has its component and version in its scope (R9). */
        NO_TEMPLATE,
        /** Several templates fit it equally well (R9). */
        AMBIGUOUS_TEMPLATE,
        /** No layer has a label, and none carries a selector of ours (R12). */
        NOT_CONCERNED,
        /** It differs from what it should be, and an operator wants nothing to be written (R20). */
        PAUSED,
        /** An operator wants nothing of us on it, and nothing is (R20). */
        WITHDRAWN,
        /** It differs, but was observed after a gap since which not all templates and Secrets have been listed (R22). */
        DEFERRED;

        /** Whether what is wanted may be wanted again as soon as that is over. */
        public boolean mayEnd() {
            return switch (this) {
                case SKIP_RECONCILIATION, PAUSED, DEFERRED -> true;
                case GONE, DELETING, NO_TEMPLATE, AMBIGUOUS_TEMPLATE, NOT_CONCERNED, WITHDRAWN -> false;
            };
        }
    }
}

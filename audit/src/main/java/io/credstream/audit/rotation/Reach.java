package io.credstream.audit.rotation;

import io.credstream.model.ObjectRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a rotation has come with one Manifest that selects the credential. Each stage includes the ones before it.
 *
 * @param announced when the Manifest was first seen with the revision of what it selects now; absent if it was not
 * @param reconciled when lifecycle-manager's status was first seen to have moved after that; absent if it was not
 * @param waiting what is missing, for a person; absent when it is ready
 */
public record Reach(
        ObjectRef manifest,
        Stage stage,
        @Nullable Instant announced,
        @Nullable Instant reconciled,
        @Nullable String waiting) {

    /** Stages, in order. */
    public enum Stage {
        /** Nobody has written to the Manifest that anything changed. */
        WAITING,
        /** The Manifest carries the new revision. */
        ANNOUNCED,
        /** Lifecycle-manager has looked at it since. */
        RECONCILED,
        /** And found it ready. */
        READY;

        public boolean hasReached(Stage other) {
            return compareTo(other) >= 0;
        }
    }
}

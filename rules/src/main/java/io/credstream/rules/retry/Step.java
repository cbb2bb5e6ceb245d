package io.credstream.rules.retry;

import io.credstream.model.HoldDown;
import io.credstream.model.ManifestUpdate;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a decision at a moment: what to remember, and what to say in {@code manifest-updates}.
 *
 * @param next what to remember of the Manifest; absent when there is nothing to remember
 */
public record Step(@Nullable Attempts next, Action action) {

    /** What to say in {@code manifest-updates}. Sealed: there is nothing else that can be said there. */
    public sealed interface Action {

        /** Send it, in place of what may be there. */
        record Send(ManifestUpdate update) implements Action {}

        /** Send a tombstone: nothing is pending. */
        record Clear() implements Action {}

        /** A fight: somebody keeps overwriting us. Report it, and send a tombstone, so that nothing is written meanwhile. */
        record GiveWay(HoldDown holdDown) implements Action {}

        /** Say nothing. */
        record Stay() implements Action {}
    }
}

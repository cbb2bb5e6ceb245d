package io.credstream.rules.retry;

import io.credstream.model.Cause;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Version;
import io.credstream.rules.change.Lineage;
import org.jspecify.annotations.Nullable;

/**
 * What was decided of a Manifest last.
 *
 * @param uid of the Manifest
 * @param identity tells the decision from others: what it expects, and what it makes of it; empty if that is not known
 * @param goal tells what the Manifest is to end up with, from wherever; empty if nothing was wanted, or that is not known
 * @param observed the version of the Manifest that it was based on
 * @param written the resource version that it resulted in; absent as long as that is not known. Known as well when it is sent once more
 *     because nobody has seen it
 * @param attempt how often it was sent
 * @param cause what made it necessary
 * @param lineage all that it follows from; absent if nothing was wanted, or that is not known
 */
public record LastDecision(
        String uid,
        String identity,
        String goal,
        Version observed,
        @Nullable String written,
        int attempt,
        Cause cause,
        @Nullable Lineage lineage) {

    static final String NO_GOAL = "";

    private static final String UNKNOWN = "";

    static LastDecision of(ManifestUpdate update, @Nullable String written, int attempt, Cause cause, Lineage lineage) {
        return new LastDecision(
                update.uid(),
                Identity.of(update),
                Identity.goal(update.desired()),
                update.observed(),
                written,
                attempt,
                cause,
                lineage);
    }

    /** Of which nothing is known but that it was sent, and perhaps what it follows from. */
    static LastDecision unknown(String uid, Version observed, int attempt, Cause cause, @Nullable Lineage lineage) {
        return new LastDecision(uid, UNKNOWN, NO_GOAL, observed, null, attempt, cause, lineage);
    }

    /** The same, after which the Manifest ended up with something. */
    LastDecision reaching(String end) {
        return new LastDecision(uid, identity, end, observed, written, attempt, cause, lineage);
    }

    /** The same, of which it is known what it resulted in. */
    LastDecision writtenAs(@Nullable String resourceVersion) {
        return new LastDecision(uid, identity, goal, observed, resourceVersion, attempt, cause, lineage);
    }

    /** The same, of which what is wanted by now follows from this; absent if nothing is wanted any more. */
    LastDecision following(@Nullable Lineage other) {
        return new LastDecision(uid, identity, goal, observed, written, attempt, cause, other);
    }

    boolean isAbout(String manifest) {
        return uid.equals(manifest);
    }

    boolean isSame(ManifestUpdate update) {
        return identity.equals(Identity.of(update));
    }

    boolean wants(ManifestUpdate update) {
        return goal.equals(Identity.goal(update.desired()));
    }
}

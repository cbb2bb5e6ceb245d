package io.credstream.rules.retry;

import io.credstream.model.Cause;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.rules.Digest;
import io.credstream.rules.change.Lineage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What makes two decisions about a Manifest the same. A cause makes no difference, nor does the version observed. */
final class Identity {
    private Identity() {}

    /** Of what a decision expects and what it makes of it: an equal one becomes an equal patch. */
    static String of(ManifestUpdate update) {
        List<@Nullable String> parts = new ArrayList<>();
        parts.add(update.uid());
        parts.add(Boolean.toString(update.annotated()));
        update.layers().forEach(edit -> {
            parts.add(edit.layer().display());
            parts.add(edit.expected());
            parts.add(edit.desired());
        });
        parts.add(goal(update.expected()));
        parts.add(update.expected().cause());
        parts.add(goal(update.desired()));
        return Digest.of(parts);
    }

    /** Of what a Manifest carries in the end, whatever it carried before: our annotations tell (R12, R14). */
    static String goal(ManifestAnnotations annotations) {
        List<@Nullable String> parts = new ArrayList<>();
        parts.add(annotations.applied());
        parts.add(annotations.revision());
        parts.add(annotations.state());
        return Digest.of(parts);
    }

    /** The decision as sent for the n-th time. It names the cause for which it was sent first, on the Manifest too. */
    static ManifestUpdate stamped(ManifestUpdate update, LastDecision as) {
        Cause cause = as.cause();
        Lineage lineage = as.lineage();
        ManifestAnnotations desired = update.desired();
        String named = desired.cause() == null ? null : cause.describe();
        return new ManifestUpdate(
                update.manifest(),
                update.uid(),
                update.observed(),
                update.annotated(),
                update.layers(),
                update.expected(),
                new ManifestAnnotations(desired.applied(), desired.revision(), desired.state(), named),
                update.state(),
                as.attempt(),
                cause,
                lineage == null ? List.of() : lineage.causes(),
                lineage == null ? List.of() : lineage.announced(),
                lineage == null ? null : lineage.since());
    }
}

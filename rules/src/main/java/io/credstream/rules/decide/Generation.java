package io.credstream.rules.decide;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What versions of lifecycle-manager read of a ModuleTemplate; all that Credstream knows about versions stands here. */
enum Generation {
    /** Up to 1.3.10: the component descriptor, and its labels, and what comes of them in Manifests. */
    READS_LABELS,
    /** Up to 1.7: the component descriptor. */
    READS_DESCRIPTOR,
    /** Since 1.8.0: nothing of {@code spec.descriptor}; the descriptor is fetched from the registry. */
    READS_REGISTRY,
    /** No version is stated, or none that can be read. */
    UNKNOWN;

    private static final SemanticVersion NO_LABELS =
            SemanticVersion.parse("1.3.11-0").orElseThrow();
    private static final SemanticVersion NO_DESCRIPTOR =
            SemanticVersion.parse("1.8.0-0").orElseThrow();

    static Generation of(@Nullable String version) {
        Optional<SemanticVersion> known = Optional.ofNullable(version).flatMap(SemanticVersion::parse);
        if (known.isEmpty()) {
            return UNKNOWN;
        }
        if (known.get().compareTo(NO_LABELS) < 0) {
            return READS_LABELS;
        }
        return known.get().compareTo(NO_DESCRIPTOR) < 0 ? READS_DESCRIPTOR : READS_REGISTRY;
    }
}

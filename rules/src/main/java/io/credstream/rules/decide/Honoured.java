package io.credstream.rules.decide;

import io.credstream.model.Spelled;
import org.jspecify.annotations.Nullable;

/**
 * Whether anybody reads the selectors that we write (R18). Lifecycle-manager honoured {@code credSecretSelector} up to 1.3.10,
 * and no version ever for a template on a runtime.
 */
public enum Honoured implements Spelled {
    HONOURED("Honoured"),
    /** The lifecycle-manager of the control plane is 1.3.11 or later. */
    NOT_BY_THIS_VERSION("NotHonoured"),
    /** The fleet file does not state a version, or none that can be read. */
    VERSION_UNKNOWN("NotHonoured"),
    /** The template is on a runtime. */
    NOT_FOR_REMOTE_TEMPLATES("NotHonoured");

    private final String display;

    Honoured(String display) {
        this.display = display;
    }

    /**
     * Answers for one Manifest.
     *
     * @param lifecycleManagerVersion as the fleet file states it for the control plane
     * @param remoteTemplate whether the Manifest's template is on a runtime
     */
    public static Honoured of(@Nullable String lifecycleManagerVersion, boolean remoteTemplate) {
        if (remoteTemplate) {
            return NOT_FOR_REMOTE_TEMPLATES;
        }
        return switch (Generation.of(lifecycleManagerVersion)) {
            case READS_LABELS -> HONOURED;
            case READS_DESCRIPTOR, READS_REGISTRY -> NOT_BY_THIS_VERSION;
            case UNKNOWN -> VERSION_UNKNOWN;
        };
    }

    public boolean isHonoured() {
        return this == HONOURED;
    }

    /** As the CLI spells it. */
    @Override
    public String display() {
        return display;
    }
}

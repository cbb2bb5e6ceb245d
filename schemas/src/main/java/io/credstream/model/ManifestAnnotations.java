package io.credstream.model;

import org.jspecify.annotations.Nullable;

/**
 * Our own annotations on a Manifest; absent where the Manifest has none.
 *
 * @param applied per layer, a hash of the selector that we wrote last (R12)
 * @param revision changes with the content of the credentials that cover the layers (R14)
 * @param state the {@link BindingState} of the worst layer
 * @param cause what the last write followed from; never itself a reason to write
 */
public record ManifestAnnotations(
        @Nullable String applied,
        @Nullable String revision,
        @Nullable String state,
        @Nullable String cause) {

    /** The field manager under which we write. */
    public static final String FIELD_MANAGER = "credstream";

    public static final String APPLIED = "credstream.io/applied";
    public static final String REVISION = "credstream.io/credential-revision";
    public static final String STATE = "credstream.io/credential-state";
    public static final String CAUSE = "credstream.io/cause";

    public static final ManifestAnnotations NONE = new ManifestAnnotations(null, null, null, null);
}

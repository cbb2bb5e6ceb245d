package io.credstream.projection.secret;

import java.util.Locale;

/** How Go's encoding/json finds the field of a struct by a name: in any case, with the long s and the Kelvin sign as letters. */
final class GoJson {
    private static final char LONG_S = '\u017F';

    private GoJson() {}

    /** Equal for names that Go takes for the same. */
    static String folded(String name) {
        return name.replace(LONG_S, 's').toLowerCase(Locale.ROOT);
    }
}

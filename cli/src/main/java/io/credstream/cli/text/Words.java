package io.credstream.cli.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Constants as people read them. */
public final class Words {
    private Words() {}

    /** {@code OBSERVED_AGAIN} as {@code ObservedAgain}, like the states of bindings. */
    public static String joined(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    /** {@code OBSERVED_AGAIN} as {@code observed again}. */
    public static String spaced(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package io.credstream.cli.text;

import io.credstream.model.Spelled;
import java.util.Locale;

/** Constants as people read them. */
public final class Words {
    private Words() {}

    /** As {@link Spelled} has it. */
    public static String of(Enum<?> constant) {
        return Spelled.of(constant);
    }

    /** {@code OBSERVED_AGAIN} as {@code ObservedAgain}. */
    public static String joined(Enum<?> constant) {
        return Spelled.joined(constant);
    }

    /** {@code OBSERVED_AGAIN} as {@code observed again}. */
    public static String spaced(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

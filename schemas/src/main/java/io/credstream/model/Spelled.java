package io.credstream.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A constant that has a spelling of its own wherever people or programs read it. */
public interface Spelled {

    String display();

    /** The one spelling of a constant: its own, or else its words joined, as in {@code NoMatch}. */
    static String of(Enum<?> constant) {
        return constant instanceof Spelled spelled ? spelled.display() : joined(constant);
    }

    /** {@code OBSERVED_AGAIN} as {@code ObservedAgain}. */
    static String joined(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}

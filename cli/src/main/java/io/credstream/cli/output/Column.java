package io.credstream.cli.output;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param wide whether it is shown with {@code -o wide} only
 * @param cell its text in a row; nothing is shown as {@code -}
 * @param style how it strikes the eye, given its text
 */
public record Column<R>(
        String header, boolean wide, Function<R, @Nullable String> cell, Function<String, Style> style) {
    public static <R> Column<R> of(String header, Function<R, @Nullable String> cell) {
        return new Column<>(header, false, cell, text -> Style.PLAIN);
    }

    public static <R> Column<R> wide(String header, Function<R, @Nullable String> cell) {
        return new Column<>(header, true, cell, text -> Style.PLAIN);
    }

    public Column<R> styled(Function<String, Style> other) {
        return new Column<>(header, wide, cell, other);
    }
}

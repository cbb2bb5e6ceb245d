package io.credstream.cli.output;

import io.credstream.cli.text.Words;
import io.credstream.model.Cause;
import io.credstream.model.ObjectRef;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param wide whether it is shown with {@code -o wide} only
 * @param cell what is in it in a row, spelled as everywhere; nothing, or a list of nothing, is shown as {@code -}
 * @param style how it strikes the eye, given its text
 */
public record Column<R>(
        String header, boolean wide, Function<R, @Nullable Object> cell, Function<String, Style> style) {

    public static <R> Column<R> of(String header, Function<R, @Nullable Object> cell) {
        return new Column<>(header, false, cell, text -> Style.PLAIN);
    }

    public static <R> Column<R> wide(String header, Function<R, @Nullable Object> cell) {
        return new Column<>(header, true, cell, text -> Style.PLAIN);
    }

    /** Of a state. */
    public static <R> Column<R> state(String header, Function<R, @Nullable Object> cell) {
        return of(header, cell).styled(Style::ofState);
    }

    public Column<R> styled(Function<String, Style> other) {
        return new Column<>(header, wide, cell, other);
    }

    /** The text of the cell in a row; empty if there is nothing in it. */
    public String text(R row) {
        return spell(cell.apply(row));
    }

    private static String spell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Enum<?> constant -> Words.of(constant);
            case ObjectRef ref -> ref.key();
            case Cause cause -> cause.describe();
            case Optional<?> some -> spell(some.orElse(null));
            case Collection<?> several -> several.stream().map(Column::spell).collect(Collectors.joining(","));
            default -> value.toString();
        };
    }
}

package io.credstream.cli.output;

import io.credstream.observe.Printable;

/** A line of text in several styles. Its text has no styles, line breaks or invisible characters of its own: they are escaped. */
public final class Line {

    private final StringBuilder shown = new StringBuilder();
    private final boolean coloured;

    /**
     * An empty line.
     *
     * @param coloured whether its reader sees styles
     */
    public Line(boolean coloured) {
        this.coloured = coloured;
    }

    /** Appends text. */
    public Line add(String text) {
        return add(Style.PLAIN, text);
    }

    /** Appends text in a style. */
    public Line add(Style style, String text) {
        String printable = Printable.line(text);
        shown.append(coloured ? style.apply(printable) : printable);
        return this;
    }

    /** As a terminal shows it. */
    @Override
    public String toString() {
        return shown.toString();
    }
}

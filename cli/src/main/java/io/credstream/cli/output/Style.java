package io.credstream.cli.output;

/** How a cell of a table strikes the eye, where there is colour. */
public enum Style {
    PLAIN(""),
    GOOD("\u001b[32m"),
    ATTENTION("\u001b[33m"),
    BAD("\u001b[31m"),
    FAINT("\u001b[2m");

    private static final String RESET = "\u001b[0m";

    private final String escape;

    Style(String escape) {
        this.escape = escape;
    }

    /** How a state of credentials, of a cluster or of a service strikes the eye. */
    public static Style ofState(String state) {
        return switch (state) {
            case "Bound", "Watched", "Honoured", "Ready" -> GOOD;
            case "-", "Unlabelled" -> FAINT;
            case "NoMatch",
                    "NotCovered",
                    "Ambiguous",
                    "NotHonoured",
                    "Connecting",
                    "NearBudget",
                    "NoTemplate",
                    "AmbiguousTemplate",
                    "Pinned" -> ATTENTION;
            default -> BAD;
        };
    }

    /** The text in this style, which only a {@link Line} gives it. */
    String apply(String text) {
        return this == PLAIN || text.isBlank() ? text : escape + text + RESET;
    }
}

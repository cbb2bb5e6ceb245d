package io.credstream.observe;

import java.util.function.IntPredicate;

/**
 * Text from a cluster, a file, a topic or a user, made fit for a terminal and a log. Everything that acts on a terminal instead of
 * showing there, or that cannot be seen at all, becomes a visible escape, as in <code>&#92;u001b[31m</code>: control characters, line and
 * paragraph separators, overrides of the writing direction, invisible characters, halves of surrogate pairs. All other text, of
 * whatever script, stays as it is, and so do escapes: what was made printable once is not changed by a second time.
 *
 * <p>This class decides what is printable; {@code Terminal} and {@code LogLayout} of the command line apply it to everything that
 * leaves a process as text.
 */
public final class Printable {

    private static final String CUT = "…";

    private Printable() {}

    /** A single line: line breaks and tabs are escaped too. */
    public static String line(String text) {
        return escape(text, c -> false);
    }

    /** A single line of at most so many UTF-16 units of the text; of a longer text the middle is left out. */
    public static String line(String text, int limit) {
        return text.length() <= limit ? line(text) : line(head(text, limit)) + CUT + line(tail(text, limit));
    }

    /** Several lines: line breaks and tabs stay. For documents that are made by us, whose values are one line each. */
    public static String lines(String text) {
        return escape(text, c -> c == '\n' || c == '\t');
    }

    /** Whether the text is one line in which every character can be seen. */
    public static boolean isPrintable(String text) {
        return text.codePoints().noneMatch(Printable::isHidden);
    }

    /**
     * Whether this code point does something else than to show itself: Unicode's control and format characters, separators of lines
     * and paragraphs, unpaired surrogates, non-characters, and those that are ignorable by default.
     */
    public static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.UNASSIGNED -> (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef) || isIgnorable(c);
            default -> isIgnorable(c);
        };
    }

    /** Of Default_Ignorable_Code_Point in Unicode's DerivedCoreProperties.txt: what is in no general category above. */
    private static boolean isIgnorable(int c) {
        return c == 0x034f
                || c == 0x115f
                || c == 0x1160
                || c == 0x17b4
                || c == 0x17b5
                || (c >= 0x180b && c <= 0x180f)
                || (c >= 0x2060 && c <= 0x206f)
                || c == 0x3164
                || (c >= 0xfe00 && c <= 0xfe0f)
                || c == 0xffa0
                || (c >= 0xfff0 && c <= 0xfff8)
                || (c >= 0xe0000 && c <= 0xe0fff);
    }

    private static String escape(String text, IntPredicate kept) {
        if (text.codePoints().noneMatch(c -> isHidden(c) && !kept.test(c))) {
            return text;
        }
        StringBuilder printable = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isHidden(c) && !kept.test(c)) {
                append(printable, c);
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }

    /** As JSON escapes it. */
    private static void append(StringBuilder into, int c) {
        switch (c) {
            case '\n' -> into.append("\\n");
            case '\r' -> into.append("\\r");
            case '\t' -> into.append("\\t");
            default -> {
                for (char unit : Character.toChars(c)) {
                    into.append("\\u%04x".formatted((int) unit));
                }
            }
        }
    }

    private static String head(String text, int limit) {
        int end = limit - limit / 2;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private static String tail(String text, int limit) {
        int start = text.length() - limit / 2;
        return text.substring(
                start < text.length() && Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start);
    }
}

package io.credstream.cli.template;

import java.util.Comparator;
import java.util.List;

/**
 * A change of a text.
 *
 * @param start where
 * @param end of what is replaced; {@code start} where nothing is
 * @param text what comes there
 */
record Edit(int start, int end, String text) {

    Edit {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("an edit ends where it starts, or later");
        }
    }

    static Edit insert(int at, String text) {
        return new Edit(at, at, text);
    }

    /** All of them at once; they may stand in any order and must not overlap. */
    static String apply(String text, List<Edit> edits) {
        StringBuilder edited = new StringBuilder(text);
        edits.stream()
                .sorted(Comparator.comparingInt(Edit::start).reversed())
                .forEach(edit -> edited.replace(edit.start(), edit.end(), edit.text()));
        return edited.toString();
    }
}

package io.credstream.cli.history;

import io.credstream.audit.history.Change;
import io.credstream.cli.text.SelectorText;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes as they read in a cell of a table. */
final class ChangeText {
    private static final int LONGEST = 80;

    private ChangeText() {}

    static String of(List<Change> changes) {
        return changes.stream().map(ChangeText::of).collect(Collectors.joining("; "));
    }

    /** Digests tell a person only that they differ. */
    private static String of(Change change) {
        String field =
                change.field().substring(change.field().startsWith("credstream.io/") ? "credstream.io/".length() : 0);
        if (isDigest(field)) {
            return field + (change.before() == null ? " is new" : change.after() == null ? " is gone" : " changed");
        }
        return field + ": " + text(change.before()) + " → " + text(change.after());
    }

    /** Fields alone, of what is there for the first time. */
    static String ofFirst(List<Change> changes) {
        return changes.stream()
                .filter(change -> !isDigest(change.field()) && !change.field().equals("covered"))
                .map(change -> change.field() + "=" + text(change.after()))
                .collect(Collectors.joining(", "));
    }

    private static boolean isDigest(String field) {
        return field.startsWith("fingerprint ")
                || field.startsWith("content for ")
                || field.endsWith("applied")
                || field.endsWith("credential-revision")
                || field.equals("uid");
    }

    private static String text(@Nullable String value) {
        if (value == null) {
            return "-";
        }
        String text = value.startsWith("{") ? SelectorText.ofJson(value) : value;
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}

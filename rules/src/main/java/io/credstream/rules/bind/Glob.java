package io.credstream.rules.bind;

import java.util.regex.Pattern;

/**
 * Go's {@code path.Match}, as far as the label of a host can contain it: {@code *} is any run of characters, {@code [a-c]} and
 * {@code [^a-c]} are one of them.
 *
 * <p>Patterns are other people's input. The time is bounded by the product of the lengths: a star that has been passed is never
 * reconsidered once another one was reached, since the later one can take whatever the former could have given up.
 */
final class Glob {

    private static final int NO_MATCH = -1;

    /** A hyphen is no character of a class, and stands between two that are. */
    private static final Pattern CLASS = Pattern.compile("([^-](-[^-])?)+");

    private Glob() {}

    /** Whether the whole text matches. A malformed class matches nothing. */
    static boolean matches(String pattern, String text) {
        int at = 0;
        int star = NO_MATCH;
        int swallowed = 0;
        int i = 0;
        while (i < text.length()) {
            int next = one(pattern, at, text.charAt(i));
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                swallowed = i;
            } else if (next != NO_MATCH) {
                at = next;
                i++;
            } else if (star != NO_MATCH) {
                at = star + 1;
                i = ++swallowed;
            } else {
                return false;
            }
        }
        return pattern.substring(at).chars().allMatch(c -> c == '*');
    }

    /** Where the pattern goes on if what stands at its position matches the character. */
    private static int one(String pattern, int at, char c) {
        if (at == pattern.length()) {
            return NO_MATCH;
        }
        if (pattern.charAt(at) != '[') {
            return pattern.charAt(at) == c ? at + 1 : NO_MATCH;
        }
        int first = at + 1 < pattern.length() && pattern.charAt(at + 1) == '^' ? at + 2 : at + 1;
        int end = pattern.indexOf(']', first);
        boolean wellFormed =
                end > first && CLASS.matcher(pattern.substring(first, end)).matches();
        boolean negated = first > at + 1;
        return wellFormed && isOneOf(pattern.substring(first, end), c) != negated ? end + 1 : NO_MATCH;
    }

    private static boolean isOneOf(String characters, char c) {
        boolean found = false;
        for (int i = 0; i < characters.length(); i++) {
            boolean range = i + 2 < characters.length() && characters.charAt(i + 1) == '-';
            found |= range ? characters.charAt(i) <= c && c <= characters.charAt(i + 2) : c == characters.charAt(i);
            i += range ? 2 : 0;
        }
        return found;
    }
}

package io.credstream.rules.bind;

/**
 * Go's {@code path.Match}, as far as the label of a host can contain it: {@code *} is any run of characters, {@code [a-c]} and
 * {@code [^a-c]} are one of them.
 *
 * <p>Patterns are other people's input. The time is bounded by the product of the lengths: a star that has been passed is never
 * reconsidered once another one was reached, since the later one can take whatever the former could have given up.
 */
final class Glob {

    private static final int NO_MATCH = -1;

    private Glob() {}

    /** Whether the whole text matches. A pattern with an unclosed bracket matches nothing. */
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
        int end = pattern.indexOf(']', at + 2);
        return end > 0 && isOneOf(pattern.substring(at + 1, end), c) ? end + 1 : NO_MATCH;
    }

    private static boolean isOneOf(String characters, char c) {
        boolean negated = characters.charAt(0) == '^';
        boolean found = false;
        for (int i = negated ? 1 : 0; i < characters.length(); i++) {
            boolean range = i + 2 < characters.length() && characters.charAt(i + 1) == '-';
            found |= range ? characters.charAt(i) <= c && c <= characters.charAt(i + 2) : c == characters.charAt(i);
            i += range ? 2 : 0;
        }
        return found != negated;
    }
}

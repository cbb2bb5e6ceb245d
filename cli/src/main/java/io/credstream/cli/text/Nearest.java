package io.credstream.cli.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who mistyped a name meant. */
public final class Nearest {
    private Nearest() {}

    /** The most similar of the names, if one is similar enough to be meant; {@code -} and {@code _} count for nothing. */
    public static Optional<String> to(String name, Collection<String> names) {
        String wanted = normal(name);
        int tolerance = Math.max(1, wanted.length() / 3);
        return names.stream()
                .filter(n -> distance(wanted, normal(n)) <= tolerance)
                .min(Comparator.<String>comparingInt(n -> distance(wanted, normal(n)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code " (did you mean 'x'?)"}, or nothing. */
    public static String hint(String name, Collection<String> names) {
        return to(name, names).map(n -> " (did you mean '" + n + "'?)").orElse("");
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Edits of one letter, two neighbours that change places included (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(String a, String b, int[][] d, int i, int j) {
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }
}

package io.credstream.projection;

import java.util.Optional;
import java.util.regex.Pattern;

/** What Kubernetes allows as the key and the value of a label, and in what words it is told to a person. */
final class LabelSyntax {
    private static final int MAX_NAME = 63;
    private static final int MAX_PREFIX = 253;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private LabelSyntax() {}

    /** What is wrong with a key {@code [prefix/]name}, and what to write; empty if nothing is. */
    static Optional<String> problemOfKey(String key) {
        int slash = key.indexOf('/');
        String name = key.substring(slash + 1);
        if (slash >= 0 && !isPrefix(key.substring(0, slash))) {
            return Optional.of("write a DNS name in lower case before the slash, at most 253 characters");
        }
        if (name.indexOf('/') >= 0) {
            return Optional.of("write at most one slash");
        }
        return isName(name) ? Optional.empty() : Optional.of("write as its name " + RULE);
    }

    /** What to write instead of a value; empty if it is fine. */
    static Optional<String> problemOfValue(String value) {
        return value.isEmpty() || isName(value) ? Optional.empty() : Optional.of("write " + RULE + ", or nothing");
    }

    private static final String RULE =
            "1 to 63 of A-Z, a-z, 0-9, '-', '_' and '.', beginning and ending with a letter or digit";

    private static boolean isName(String text) {
        return text.length() <= MAX_NAME && NAME.matcher(text).matches();
    }

    private static boolean isPrefix(String text) {
        return text.length() <= MAX_PREFIX && PREFIX.matcher(text).matches();
    }
}

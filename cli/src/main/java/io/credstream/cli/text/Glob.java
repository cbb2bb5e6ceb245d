package io.credstream.cli.text;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Names with {@code *} in them, which stands for any letters of a segment. */
public final class Glob {
    private Glob() {}

    /** Of whole segments. */
    public static Pattern of(String glob) {
        return Pattern.compile(regex(glob));
    }

    /** Of the last segments of a path. */
    public static Pattern ofEnd(String glob) {
        return Pattern.compile("(.*/)?" + regex(glob));
    }

    private static String regex(String glob) {
        return Arrays.stream(glob.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*"));
    }
}

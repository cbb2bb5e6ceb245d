package io.credstream.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write and read them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h}, {@code 90d}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private Durations() {}

    /** Of an option. Throws {@link TypeConversionException} if the text is not a duration. */
    public static Duration convert(String text) {
        return parse(text)
                .orElseThrow(() -> new TypeConversionException(
                        "'" + text + "' is not a duration; write a number with ms, s, m, h or d, such as 30s"));
    }

    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    /** How long ago something was, in the one unit that matters; never negative, clocks differ. */
    public static String age(Instant then, Instant now) {
        return rough(Duration.between(then, now));
    }

    /** The largest two units would be noise: {@code 59s}, {@code 59m}, {@code 47h}, {@code 3d}. */
    public static String rough(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }
}

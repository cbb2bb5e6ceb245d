package io.credstream.cli.log;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** How many of something a second, as people write it: {@code 50/s}. */
public record Rate(int perSecond) {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,6})(/s)?");

    public Rate {
        if (perSecond < 1) {
            throw new IllegalArgumentException("less than one a second");
        }
    }

    /** The time that so many of them take at least. */
    Duration of(long count) {
        return Duration.ofNanos(count * 1_000_000_000L / perSecond);
    }

    static Optional<Rate> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches() ? Optional.of(new Rate(Integer.parseInt(matcher.group(1)))) : Optional.empty();
    }

    /** Of an option. Throws {@link TypeConversionException} if the text is not a rate. */
    public static Rate convert(String text) {
        return parse(text)
                .orElseThrow(
                        () -> new TypeConversionException("'" + text + "' is not a rate; write 50/s, for instance"));
    }
}

package io.credstream.cli.log;

import io.credstream.cli.text.Durations;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** A moment, as people name it. */
public sealed interface When {

    String FORMS = "a time (24h for 24 hours ago, 2026-01-31T08:00:00Z, or a record's topic-partition@offset)";

    /** So long before now. */
    record Ago(Duration duration) implements When {}

    /** A moment. */
    record At(Instant instant) implements When {}

    /** The moment when a record was appended. */
    record Of(Coordinates place) implements When {}

    /** Empty if the text has none of the forms. */
    static Optional<When> parse(String text) {
        Optional<Duration> ago = text.equals("now") ? Optional.of(Duration.ZERO) : Durations.parse(text);
        if (ago.isPresent()) {
            return ago.map(Ago::new);
        }
        if (Cause.parse(text) instanceof Coordinates place) {
            return Optional.of(new Of(place));
        }
        try {
            return Optional.of(new At(Instant.parse(text)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Of an option. Throws {@link TypeConversionException} if the text has none of the forms. */
    static When convert(String text) {
        return parse(text).orElseThrow(() -> new TypeConversionException("'" + text + "' is not " + FORMS));
    }
}

package io.credstream.cli.check;

import com.fasterxml.jackson.annotation.JsonValue;
import io.credstream.cli.output.Style;
import java.util.Locale;

/** How much a finding matters, least first. */
enum Level {
    /** Nothing is to be done. */
    FINE(Style.GOOD),
    /** Somebody should look. */
    WARNING(Style.ATTENTION),
    /** Something will not be pulled, or is not what it claims to be. */
    ERROR(Style.BAD),
    /** It could not be read. */
    UNREADABLE(Style.BAD);

    private final Style style;

    Level(Style style) {
        this.style = style;
    }

    Style style() {
        return style;
    }

    @JsonValue
    String display() {
        return name().toLowerCase(Locale.ROOT);
    }
}

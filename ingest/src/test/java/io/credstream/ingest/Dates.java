package io.credstream.ingest;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** The clock that the head of an answer shows. */
final class Dates {

    private static final Pattern HEADER = Pattern.compile("(?<=\r\nDate: )[^\r]+");
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.RFC_1123_DATE_TIME;

    private Dates() {}

    /** {@return a piece of an answer, sent so much later} */
    static byte[] moved(byte[] answer, Duration by) {
        if (by.isZero()) {
            return answer;
        }
        return HEADER.matcher(new String(answer, StandardCharsets.ISO_8859_1))
                .replaceFirst(date ->
                        FORMAT.format(ZonedDateTime.parse(date.group(), FORMAT).plus(by)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}

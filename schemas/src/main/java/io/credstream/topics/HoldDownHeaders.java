package io.credstream.topics;

import io.credstream.model.HoldDown;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/** Carries a {@link HoldDown} in the headers of the tombstone in {@code manifest-updates} that begins or repeats it. */
public final class HoldDownHeaders {

    private static final String UNTIL = "held-down-until";
    private static final String NUMBER = "hold-down";

    private HoldDownHeaders() {}

    public static void write(HoldDown holdDown, Headers headers) {
        TextHeaders.put(headers, UNTIL, holdDown.until().toString());
        TextHeaders.put(headers, NUMBER, Integer.toString(holdDown.number()));
    }

    /** Empty if a header is missing or is not of its form. */
    @SuppressWarnings("UnusedException") // what is wrong with foreign headers is of no interest
    public static Optional<HoldDown> read(Headers headers) {
        String until = TextHeaders.get(headers, UNTIL);
        String number = TextHeaders.get(headers, NUMBER);
        if (until == null || number == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HoldDown(Instant.parse(until), Integer.parseInt(number)));
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}

package io.credstream.accident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of accidents, as a table: times are ratios to the same change without an accident in the same run. */
final class Report {

    private static final String HEADER = """
            | accident | time to converge | ratio | requests too many | said that something does not work |
            |---|--:|--:|--:|---|
            """;

    private final List<String> rows = new ArrayList<>();

    /** A row of what went well. */
    void add(Outcome outcome, Baseline baseline) {
        double ratio = (double) outcome.time().toMillis()
                / baseline.of(outcome.accident()).toMillis();
        add("| %s | %.1f s | %.1f | %d | %s |"
                .formatted(
                        outcome.accident().name(),
                        seconds(outcome.time()),
                        ratio,
                        outcome.repeats(),
                        outcome.unready()));
    }

    /** A row of what did not. */
    void add(Accident accident, Throwable failure) {
        String message = String.valueOf(failure.getMessage()).strip().replaceAll("\\s+", " ");
        add("| %s | FAILED: %s | | | |"
                .formatted(accident.name(), message.substring(0, Math.min(300, message.length()))));
    }

    private void add(String row) {
        rows.add(row);
        System.out.println(row);
    }

    /** Prints it, and leaves it in a file. */
    void write(Path file, String baseline) {
        String text = baseline + "\n\n" + HEADER + String.join("\n", rows) + "\n";
        System.out.println(text);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** As a person reads it. */
    static String describe(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", seconds(duration));
    }
}

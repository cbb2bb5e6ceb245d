package io.credstream.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference page is made of the declarations; run with {@code -Dcredstream.freeze} to write it. */
class MetricReferenceTest {

    private static final Path PAGE = Path.of("../docs/metrics.md");
    private static final String BEGIN = "<!-- begin -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void thePageSaysWhatIsDeclared() throws IOException {
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String after = page.substring(page.indexOf(END));

        String expected = before + reference() + after;
        if (System.getProperty("credstream.freeze") != null) {
            Files.writeString(PAGE, expected);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(expected);
    }

    private static String reference() {
        return Arrays.stream(Metric.Part.values())
                .map(part -> "\n**" + title(part) + "**\n\n| metric | labels | answers | is |\n|---|---|---|---|\n"
                        + rows(part))
                .collect(Collectors.joining("", "", "\n"));
    }

    private static String rows(Metric.Part part) {
        return Arrays.stream(Metric.values())
                .filter(metric -> metric.part() == part)
                .map(MetricReferenceTest::row)
                .collect(Collectors.joining());
    }

    private static String row(Metric metric) {
        String labels = metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `%s` (%s) | %s | %s | %s |\n"
                .formatted(metric.text(), type(metric), labels, metric.question(), metric.description());
    }

    private static String type(Metric metric) {
        return switch (metric.type()) {
            case COUNTER, GAUGE -> metric.type().name().toLowerCase(Locale.ROOT);
            case TIMER -> "histogram";
        };
    }

    private static String title(Metric.Part part) {
        return switch (part) {
            case PROCESS -> "Every process";
            case INGEST -> "ingest";
            case PROCESSOR -> "processor";
            case SINK -> "sink";
            case ALL -> "Each of the three";
        };
    }
}

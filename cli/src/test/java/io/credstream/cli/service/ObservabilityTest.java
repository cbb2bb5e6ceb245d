package io.credstream.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.observe.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** That what is used is there in a real answer, {@link MetricsIT} sees. */
class ObservabilityTest {

    @Test
    void everyMetricIsOnTheDashboard() throws IOException {
        assertThat(Observability.names(Observability.dashboard())).isNotEmpty();
        assertThat(Arrays.stream(Metric.values())
                        .map(metric -> metric.type() == Metric.Type.TIMER ? metric.text() + "_bucket" : metric.text()))
                .allMatch(Observability.names(Observability.dashboard())::contains);
    }

    @Test
    void everyAlertHasASectionInTheRunbook() throws IOException {
        String runbook = Files.readString(Path.of("../docs/runbook.md"));

        assertThat(Observability.alerts()).isNotEmpty().allSatisfy((name, alert) -> {
            assertThat(runbook).contains("\n## " + name + "\n");
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("docs/runbook.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(alert.at("/annotations/summary").asText()).isNotEmpty();
        });
    }

    @Test
    void everySectionOfTheRunbookIsAboutAnAlert() throws IOException {
        assertThat(Files.readString(Path.of("../docs/runbook.md"))
                        .lines()
                        .filter(line -> line.startsWith("## "))
                        .map(line -> line.substring(3)))
                .containsExactlyInAnyOrderElementsOf(Observability.alerts().keySet());
    }
}

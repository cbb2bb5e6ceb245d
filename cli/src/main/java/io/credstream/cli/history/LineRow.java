package io.credstream.cli.history;

import io.credstream.audit.history.Chain;
import io.credstream.audit.history.Change;
import io.credstream.audit.history.Entry;
import io.credstream.audit.history.Origin;
import io.credstream.audit.history.Step;
import io.credstream.cli.output.Column;
import io.credstream.cli.text.Words;
import io.credstream.model.ApplyReport;
import io.credstream.read.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A line of a Manifest's history: a step of a chain. */
record LineRow(
        @Nullable String time,
        String step,
        @Nullable String after,
        String what,
        @Nullable String record) {

    static final List<Column<LineRow>> COLUMNS = List.of(
            Column.of("TIME", LineRow::time),
            Column.of("STEP", LineRow::step),
            Column.of("AFTER", LineRow::after),
            Column.of("WHAT", LineRow::what),
            Column.wide("RECORD", LineRow::record));

    static List<LineRow> of(Chain chain) {
        List<LineRow> lines = new ArrayList<>();
        if (!(chain.origin() instanceof Origin.Fact)) {
            lines.add(new LineRow(null, "caused by", null, origin(chain.origin()), null));
        }
        for (Step step : chain.steps()) {
            String what = what(chain, step);
            if (!what.isEmpty()) {
                String after = lines.isEmpty() ? null : step.sincePreviousMillis() + " ms";
                lines.add(new LineRow(
                        step.time().toString(),
                        Words.spaced(step.stage()),
                        after,
                        what,
                        step.at().describe()));
            }
        }
        chain.total().ifPresent(total -> lines.add(new LineRow(null, "in total", total + " ms", verdict(chain), null)));
        return lines;
    }

    private static String what(Chain chain, Step step) {
        return switch (step.stage()) {
            case OBSERVED -> origin(chain.origin());
            case DECIDED -> decision(chain, step);
            case REPORTED -> report(chain, step);
            case OBSERVED_AGAIN ->
                Optional.ofNullable(chain.observed())
                        .map(entry -> cause(entry) + ChangeText.of(entry.changes()))
                        .orElse("");
            case RECONCILED ->
                Optional.ofNullable(chain.reconciled())
                        .map(entry -> cause(entry) + "lifecycle-manager has been there since")
                        .orElse("");
            case SETTLED -> chain.observed() == null ? "withdrawn: it is moot" : "";
        };
    }

    private static String origin(Origin origin) {
        return switch (origin) {
            case Origin.Fact(var cause, Entry entry) -> kind(entry) + " " + entry.key() + EntryText.of(entry);
            case Origin.NotKept(var place) -> place.describe() + ", which is not kept any more";
            case Origin.Named(var cause) -> cause.describe();
        };
    }

    /** {@code credential} for what is in {@code credstream.credentials}. */
    private static String kind(Entry entry) {
        String name = entry.topic().substring(entry.topic().lastIndexOf('.') + 1);
        return name.endsWith("s") && !name.endsWith("status") ? name.substring(0, name.length() - 1) : name;
    }

    private static String decision(Chain chain, Step step) {
        return chain.decisions().stream()
                .filter(decision -> decision.at().equals(step.at()))
                .map(TopicRecord.Value::value)
                .map(update -> update.state().display() + ": "
                        + ChangeText.of(Change.of(update))
                        + (update.attempt() > 1 ? " (attempt " + update.attempt() + ")" : ""))
                .collect(Collectors.joining());
    }

    private static String report(Chain chain, Step step) {
        return chain.reports().stream()
                .filter(report -> report.at().equals(step.at()))
                .map(report -> text(report.value()))
                .collect(Collectors.joining());
    }

    private static String text(ApplyReport report) {
        String version = report.resourceVersion() == null ? "" : " at version " + report.resourceVersion();
        String reason = report.reason() == null ? "" : " (" + report.reason() + ")";
        return Words.joined(report.result()) + version + reason;
    }

    private static String cause(Entry entry) {
        return entry.cause() == null ? "" : entry.cause().describe() + ": ";
    }

    private static String verdict(Chain chain) {
        return Words.spaced(chain.result());
    }
}

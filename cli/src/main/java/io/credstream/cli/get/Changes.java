package io.credstream.cli.get;

import io.credstream.cli.output.Answer;
import io.credstream.cli.output.Column;
import io.credstream.cli.output.OutputFormat;
import io.credstream.cli.output.Table;
import io.credstream.cli.output.Terminals;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Prints of an answer what differs from the one before. */
final class Changes<R extends Record> {

    /** A row, and what became of it, in the words of {@code kubectl --output-watch-events}. */
    record Change<R extends Record>(String type, R object) {}

    /** Passes by itself. */
    private static final String AGE = "AGE";

    private final List<Column<R>> columns;
    private final Function<R, String> path;
    private final OutputFormat format;
    private final PrintWriter out;
    private final Table<Change<R>> table;
    private Map<String, R> shown = Map.of();

    Changes(List<Column<R>> columns, Function<R, String> path, OutputFormat format, PrintWriter out) {
        this.path = path;
        this.columns = columns.stream()
                .filter(column -> format == OutputFormat.WIDE || !column.wide())
                .toList();
        this.format = format;
        this.out = out;
        List<Column<Change<R>>> all = new ArrayList<>();
        all.add(Column.of("EVENT", Change::type));
        this.columns.forEach(column ->
                all.add(Column.<Change<R>>of(column.header(), change -> column.text(change.object()))
                        .styled(column.style())));
        this.table = new Table<>(all, true, Terminals.isColoured());
    }

    /** Whether there was something to print. */
    boolean print(List<R> rows) {
        Map<String, R> now = new LinkedHashMap<>();
        rows.forEach(row -> now.put(path.apply(row), row));
        List<Change<R>> changes = new ArrayList<>();
        now.forEach((path, row) -> {
            R before = shown.get(path);
            if (before == null) {
                changes.add(new Change<>("ADDED", row));
            } else if (differ(before, row)) {
                changes.add(new Change<>("MODIFIED", row));
            }
        });
        Set<String> gone = new HashSet<>(shown.keySet());
        gone.removeAll(now.keySet());
        shown.forEach((path, row) -> {
            if (gone.contains(path)) {
                changes.add(new Change<>("DELETED", row));
            }
        });
        shown = now;
        if (format == OutputFormat.JSON) {
            changes.forEach(change -> out.println(Answer.line(change)));
        } else if (!changes.isEmpty()) {
            table.print(changes, out);
        }
        out.flush();
        return !changes.isEmpty();
    }

    /** Of a table, what is in it counts; of a document everything. */
    private boolean differ(R before, R after) {
        return format == OutputFormat.JSON
                ? !before.equals(after)
                : !cells(before).equals(cells(after));
    }

    private List<String> cells(R row) {
        return columns.stream()
                .filter(column -> !column.header().equals(AGE))
                .map(column -> column.text(row))
                .toList();
    }
}

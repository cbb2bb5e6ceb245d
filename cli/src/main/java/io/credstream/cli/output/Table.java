package io.credstream.cli.output;

import io.credstream.observe.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Prints rows in columns that align, whatever script the text is in. Rows that are printed later follow under the same header, in
 * columns that only get wider.
 */
public final class Table<R> {
    private static final String GAP = "   ";
    private static final String NOTHING = "-";

    /** Of a cell's text: one is padded to the width of the widest. */
    private static final int LONGEST = 2_000;

    private final List<Column<R>> columns;
    private final boolean coloured;
    private final int[] widths;
    private boolean begun;

    /**
     * A table.
     *
     * @param wide whether to show the wide columns too
     */
    public Table(List<Column<R>> columns, boolean wide, boolean coloured) {
        this.columns = columns.stream().filter(column -> wide || !column.wide()).toList();
        this.coloured = coloured;
        this.widths = new int[this.columns.size()];
    }

    public void print(List<R> rows, PrintWriter out) {
        List<List<String>> cells = new ArrayList<>();
        if (!begun) {
            cells.add(columns.stream().map(Column::header).toList());
        }
        rows.forEach(row ->
                cells.add(columns.stream().map(column -> text(column, row)).toList()));
        cells.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(line.get(i)));
            }
        });
        for (int i = 0; i < cells.size(); i++) {
            out.println(line(cells.get(i), !begun && i == 0));
        }
        begun = true;
    }

    private Line line(List<String> cells, boolean header) {
        Line line = new Line(coloured);
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            boolean last = i == widths.length - 1;
            String padding = last ? "" : " ".repeat(widths[i] - width(cell)) + GAP;
            line.add(header ? Style.PLAIN : columns.get(i).style().apply(cell), cell)
                    .add(padding);
        }
        return line;
    }

    private static <R> String text(Column<R> column, R row) {
        String text = column.text(row);
        return text.isEmpty() ? NOTHING : Printable.line(text, LONGEST);
    }

    private static int width(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }
}

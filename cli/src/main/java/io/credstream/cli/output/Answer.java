package io.credstream.cli.output;

import java.io.PrintWriter;
import java.util.List;

/** Prints rows in the format that was asked for. */
public final class Answer {
    private Answer() {}

    /**
     * Prints.
     *
     * @param what the rows are, in the plural, for when there are none
     */
    public static <R extends Record> void print(
            OutputFormat format, String what, List<Column<R>> columns, List<R> rows, PrintWriter out, PrintWriter err) {
        switch (format) {
            case TABLE, WIDE -> {
                if (rows.isEmpty()) {
                    err.println("No " + what + ".");
                } else {
                    new Table<>(columns, format == OutputFormat.WIDE, Terminals.isColoured()).print(rows, out);
                }
            }
            case JSON -> out.print(Documents.json(rows));
            case YAML -> out.print(Documents.yaml(rows));
        }
        out.flush();
        err.flush();
    }

    /** A document in a line, without its end. */
    public static String line(Record document) {
        return Documents.jsonLine(document);
    }

    /** Prints an answer that is one document, for programs. */
    public static void print(OutputFormat format, Record document, PrintWriter out) {
        out.print(format == OutputFormat.YAML ? Documents.yaml(document) : Documents.json(document));
        out.flush();
    }
}

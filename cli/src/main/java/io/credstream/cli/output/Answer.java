package io.credstream.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;

/** Prints an answer in the format that was asked for. For programs it says which promise its fields keep, and what it rests on. */
public final class Answer {

    /** Grows when a field is renamed, goes or means something else; {@code docs/json.md} says what changed. */
    public static final int VERSION = 2;

    private Answer() {}

    /** Prints an answer, or a list of answers of one kind, for programs. */
    public static void print(OutputFormat format, String what, Object answer, Record basis, PrintWriter out) {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("schema", schema(what));
        if (answer instanceof Record one) {
            document.setAll(Tree.of(one));
        } else {
            document.set("items", Tree.ofAll(answer));
        }
        document.set("basis", Tree.of(basis));
        write(format, document, out);
    }

    /** Prints rows that rest on nothing that could be named. */
    public static <R extends Record> void print(
            OutputFormat format, String what, List<Column<R>> columns, List<R> rows, PrintWriter out, PrintWriter err) {
        switch (format) {
            case TABLE, WIDE -> table(format == OutputFormat.WIDE, what, columns, rows, out, err);
            case JSON, YAML -> write(format, Tree.ofAll(rows), out);
        }
    }

    /** Prints a document that rests on nothing that could be named, for programs. */
    public static void print(OutputFormat format, Record document, PrintWriter out) {
        write(format, Tree.of(document), out);
    }

    /** Prints rows for people. */
    public static <R> void table(
            boolean wide, String what, List<Column<R>> columns, List<R> rows, PrintWriter out, PrintWriter err) {
        if (rows.isEmpty()) {
            err.println("No " + what + ".");
        } else {
            new Table<>(columns, wide, Terminals.isColoured()).print(rows, out);
        }
        out.flush();
        err.flush();
    }

    /** The name and the version of what is promised of an answer. */
    public static String schema(String what) {
        return what.replace(' ', '-') + "/" + VERSION;
    }

    /** A document in a line, without its end. */
    public static String line(Record document) {
        return Documents.jsonLine(Tree.of(document));
    }

    private static void write(OutputFormat format, JsonNode document, PrintWriter out) {
        out.print(format == OutputFormat.YAML ? Documents.yaml(document) : Documents.json(document));
        out.flush();
    }
}

package io.credstream.cli.output;

import io.credstream.observe.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * An exception as it may be shown. Messages of clients for HTTP and Kubernetes and of parsers can quote what they were given: headers,
 * tokens, URLs with passwords, secret data. So only messages of ours, of Kafka and about files are shown, and of any other exception
 * its class and where it was thrown.
 */
public final class Trace {

    private static final List<String> SPEAKING = List.of("io.credstream.", "org.apache.kafka.", "java.nio.file.");
    private static final int LONGEST = 2_000;

    private Trace() {}

    /** The class of an exception, and its message if that may be shown. */
    public static String describe(Throwable e) {
        String type = e.getClass().getName();
        boolean speaks = SPEAKING.stream().anyMatch(type::startsWith) && e.getMessage() != null;
        return speaks ? type + ": " + Printable.line(String.valueOf(e.getMessage()), LONGEST) : type;
    }

    /** The stack trace with its causes, a line each. */
    public static List<String> lines(Throwable e) {
        List<String> lines = new ArrayList<>();
        add(e, "", "", Collections.newSetFromMap(new IdentityHashMap<>()), lines);
        return lines;
    }

    private static void add(Throwable e, String indent, String caption, Set<Throwable> seen, List<String> lines) {
        if (!seen.add(e)) {
            return;
        }
        lines.add(indent + caption + describe(e));
        for (StackTraceElement frame : e.getStackTrace()) {
            lines.add(indent + "    at " + Printable.line(frame.toString()));
        }
        for (Throwable suppressed : e.getSuppressed()) {
            add(suppressed, indent + "    ", "Suppressed: ", seen, lines);
        }
        if (e.getCause() != null) {
            add(e.getCause(), indent, "Caused by: ", seen, lines);
        }
    }
}

package io.credstream.cli.output;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** The part of a command's help that says what programs get. */
public final class Fields {
    private Fields() {}

    /** Every field of a document, or of each in a list of such documents, with what {@link Documented} says of it. */
    public static List<String> help(Class<? extends Record> document) {
        List<String> lines = new ArrayList<>(List.of("", "@|bold Fields of -o json and -o yaml|@"));
        for (RecordComponent field : document.getRecordComponents()) {
            Documented documented = field.getAnnotation(Documented.class);
            lines.add("  %-24s %s".formatted(field.getName(), documented == null ? "" : documented.value()));
        }
        return lines;
    }
}

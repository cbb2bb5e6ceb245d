package io.credstream.cli.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts a file into its documents before anything of it is parsed, so that a broken one spoils no other. By the rules of YAML a
 * line that begins with {@code ---} is never anything else, whatever stands around it.
 */
final class Documents {
    private static final Pattern START = Pattern.compile("---([ \t\r].*)?");
    private static final Pattern END = Pattern.compile("\\.\\.\\.([ \t\r].*)?");
    private static final Pattern NOTHING = Pattern.compile("\\s*(#.*)?");
    private static final Pattern EMPTY_START = Pattern.compile("---\\s*(#.*)?");

    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final String file;
    private final List<Document> documents = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int start;
    private int firstLine = 1;
    private boolean hasContent;
    private boolean hasDirective;

    private Documents(String file) {
        this.file = file;
    }

    /** Those that hold more than comments; each object of a stream of JSON is one. */
    static List<Document> of(String file, String text) {
        Documents documents = new Documents(file);
        int line = 1;
        int at = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
        documents.start = at;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            int next = end < 0 ? text.length() : end + 1;
            documents.add(text.substring(at, end < 0 ? next : end), text.substring(at, next), at, line++);
            at = next;
        }
        documents.flush(at, line);
        return List.copyOf(documents.documents);
    }

    private void add(String line, String withBreak, int at, int number) {
        // What stands before the first marker may be directives, which belong to the document after it.
        if (START.matcher(line).matches() && !hasDirective) {
            flush(at, number);
        }
        if (!hasContent && line.startsWith("%")) {
            hasDirective = true;
        } else if (!NOTHING.matcher(line).matches()
                && !EMPTY_START.matcher(line).matches()) {
            hasContent = true;
        }
        if (START.matcher(line).matches()) {
            hasDirective = false;
        }
        text.append(withBreak);
        if (END.matcher(line).matches()) {
            flush(at + withBreak.length(), number + 1);
        }
    }

    private void addObjects(String content) {
        int from = 0;
        int before = 0;
        for (int end : JsonStream.ends(content)) {
            documents.add(new Document(
                    file, documents.size() + 1, start + from, firstLine + before, content.substring(from, end)));
            before = (int)
                    content.substring(0, end).chars().filter(c -> c == '\n').count();
            from = end;
        }
        if (from == 0) {
            documents.add(new Document(file, documents.size() + 1, start, firstLine, content));
        }
    }

    private void flush(int at, int line) {
        if (hasContent) {
            addObjects(text.toString());
        }
        text.setLength(0);
        start = at;
        firstLine = line;
        hasContent = false;
        hasDirective = false;
    }
}

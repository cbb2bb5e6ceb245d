package io.credstream.cli.output;

import io.credstream.observe.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where everything goes that a command says, on its standard output or error. A line that is printed stays one line and shows
 * every character that it holds ({@link Printable}), whatever cluster, file or user its text came from; only a {@link Line} has
 * colours. What is printed without an end of line is a document of ours (JSON, YAML, help) and keeps its own line breaks and
 * colours, and nothing else. Nothing else writes to a terminal; an architecture test holds that.
 */
public final class Terminal extends PrintWriter {

    /** Select Graphic Rendition: colours and weights, which move no cursor. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private static final String TO_START_OF_LINE = "\r";
    private static final String REST_OF_LINE_EMPTY = "\u001b[K";

    private Terminal(Writer out) {
        super(out, true);
    }

    /** The same one, if it is one. */
    public static Terminal of(Writer out) {
        return out instanceof Terminal terminal ? terminal : new Terminal(out);
    }

    @Override
    public void println(String text) {
        super.println(Printable.line(text));
    }

    /** A {@link Line} with its colours; anything else by its text, without. */
    @Override
    public void println(Object content) {
        if (content instanceof Line line) {
            super.println(line.toString());
        } else {
            println(String.valueOf(content));
        }
    }

    /**
     * Prints text of the user's own files, to be written to a file again: as it is, unless a terminal shows it.
     *
     * @param text with its ends of lines
     */
    public void copy(String text) {
        if (Terminals.isOutput()) {
            print(text);
        } else {
            raw(text);
        }
    }

    /** Shows a line that the next one, whoever prints it, takes the place of. */
    public void showForNow(String text) {
        raw(Printable.line(text) + REST_OF_LINE_EMPTY + TO_START_OF_LINE);
    }

    /** Takes away what was shown for now. */
    public void clearLine() {
        raw(TO_START_OF_LINE + REST_OF_LINE_EMPTY);
    }

    @Override
    public void write(int c) {
        write(Character.toString((char) c));
    }

    @Override
    public void write(char[] text, int offset, int length) {
        write(new String(text, offset, length));
    }

    @Override
    public void write(String text, int offset, int length) {
        String document = document(text.substring(offset, offset + length));
        super.write(document, 0, document.length());
    }

    private static String document(String text) {
        if (text.indexOf('\u001b') < 0) {
            return Printable.lines(text);
        }
        StringBuilder document = new StringBuilder();
        Matcher colours = COLOUR.matcher(text);
        int end = 0;
        while (colours.find()) {
            document.append(Printable.lines(text.substring(end, colours.start())))
                    .append(colours.group());
            end = colours.end();
        }
        return document.append(Printable.lines(text.substring(end))).toString();
    }

    private void raw(String text) {
        synchronized (lock) {
            try {
                out.write(text);
                out.flush();
            } catch (IOException e) {
                setError();
            }
        }
    }
}

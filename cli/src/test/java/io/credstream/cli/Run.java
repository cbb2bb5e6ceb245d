package io.credstream.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command said, and how it ended. */
public record Run(int exitCode, String out, String err) {

    public static Run of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Credstream.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Run(exitCode, out.toString(), err.toString());
    }
}

package io.credstream.cli.output;

import picocli.CommandLine.Option;

/** How an answer is to be printed: the one option of every command that answers something. */
public final class Output {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            order = 490,
            description = "table, wide (with more in it), json, or yaml. Default: table.")
    private OutputFormat format = OutputFormat.TABLE;

    public OutputFormat format() {
        return format;
    }

    public boolean isWide() {
        return format == OutputFormat.WIDE;
    }

    /** Whether a person reads it. */
    public boolean isTable() {
        return format == OutputFormat.TABLE || format == OutputFormat.WIDE;
    }
}

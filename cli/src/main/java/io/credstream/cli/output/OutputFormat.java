package io.credstream.cli.output;

/** How an answer is printed. */
public enum OutputFormat {
    TABLE,
    /** A table with more columns. */
    WIDE,
    /** An array of objects. */
    JSON,
    /** A list of maps. */
    YAML
}

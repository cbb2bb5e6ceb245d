package io.credstream.cli.objects;

/**
 * Where something stands.
 *
 * @param document its number in the file, from 1
 * @param line from 1
 */
public record Place(String file, int document, int line) {
    /** {@code file:line}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}

package io.credstream.cli.objects;

import java.util.Objects;

/**
 * Where something stands.
 *
 * @param document its number in the file, from 1
 * @param line from 1
 */
public record Place(String file, int document, int line) {
    public Place {
        Objects.requireNonNull(file);
    }

    /** {@code file:line}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}

package io.credstream.cli.objects;

import java.util.List;

/**
 * A file as it was read.
 *
 * @param name as the user gave it
 * @param text all of it
 * @param objects those that could be read, in order; the items of a {@code List} one by one
 * @param unreadable what could not
 */
public record ObjectFile(String name, String text, List<KubernetesObject> objects, List<Unreadable> unreadable) {
    public ObjectFile {
        objects = List.copyOf(objects);
        unreadable = List.copyOf(unreadable);
    }

    /** A document, or a whole file, that is none: what is wrong, and what was expected. Quotes nothing of it. */
    public record Unreadable(Place place, String message, String fix) {
        @Override
        public String toString() {
            return place + ": document " + place.document() + ": " + message + "; " + fix;
        }
    }
}

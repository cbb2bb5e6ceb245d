package io.credstream.cli.text;

/**
 * Something that is wrong with what an operator wrote.
 *
 * @param place where: a file with its line, a flag, an environment variable
 * @param field such as {@code clusters[1].role}; may be empty where the place says it all
 * @param message what is wrong
 * @param fix what to do about it
 */
public record Problem(String place, String field, String message, String fix) {
    @Override
    public String toString() {
        return place + ": " + (field.isEmpty() ? "" : field + ": ") + message + "; " + fix;
    }
}

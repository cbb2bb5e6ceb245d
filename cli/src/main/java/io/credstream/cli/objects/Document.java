package io.credstream.cli.objects;

import org.yaml.snakeyaml.error.Mark;

/**
 * A document of a file.
 *
 * @param number in the file, from 1
 * @param start where it begins in the text of the file
 * @param firstLine the line on which it begins, from 1
 * @param text of the document alone
 */
public record Document(String file, int number, int start, int firstLine, String text) {
    public Place place(Mark mark) {
        return place(index(text, mark));
    }

    /** Where a character of it stands. */
    public Place place(int index) {
        long before = text.substring(0, Math.min(index, text.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
        return new Place(file, number, firstLine + (int) before);
    }

    /** The parser counts code points, Java counts characters. */
    public static int index(String text, Mark mark) {
        return text.offsetByCodePoints(0, Math.min(mark.getIndex(), text.codePointCount(0, text.length())));
    }
}

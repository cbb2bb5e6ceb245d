package io.credstream.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The commands of {@code docs/compose.md}, in its words. */
final class Guidebook {

    private static final Path PAGE = Path.of("..", "docs", "compose.md");

    /** Was run before the tests: it runs Maven, as whoever runs them does. */
    private static final String IMAGE = "tools/build-image";

    private Guidebook() {}

    /** What a section tells the reader to run. */
    static String commands(String section) {
        String page = read();
        int start = page.indexOf("\n## " + section + "\n");
        if (start < 0) {
            throw new IllegalArgumentException(PAGE + " has no section '" + section + "'");
        }
        int end = page.indexOf("\n## ", start + 1);
        String[] blocks = page.substring(start, end < 0 ? page.length() : end).split("\n```", -1);
        StringBuilder commands = new StringBuilder();
        for (int i = 1; i < blocks.length; i += 2) {
            commands.append(blocks[i].substring(blocks[i].indexOf('\n') + 1)).append('\n');
        }
        return commands.toString().lines().filter(line -> !line.equals(IMAGE)).collect(Collectors.joining("\n"));
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

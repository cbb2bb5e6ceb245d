package io.credstream.cli.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a processor keeps what may be lost. A temporary one goes when it is closed. */
record StateFolder(Path path, boolean temporary) implements Part {

    static StateFolder of(@Nullable Path given) throws IOException {
        return given == null
                ? new StateFolder(Files.createTempDirectory("credstream-processor-"), true)
                : new StateFolder(Files.createDirectories(given), false);
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            paths.sorted(Comparator.reverseOrder()).forEach(StateFolder::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.credstream.cli.objects;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.text.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code -f} names: files, folders of them, or standard input. */
public final class ObjectSources {
    public static final String STDIN = "-";

    private static final String STDIN_NAME = "stdin";
    private static final int MAX_BYTES = 16 << 20;
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private final List<Problem> problems = new ArrayList<>();
    private final List<ObjectFile> files = new ArrayList<>();

    private ObjectSources() {}

    /**
     * Reads all of it.
     *
     * @throws Failure with everything that is no readable file
     */
    public static List<ObjectFile> read(List<String> names, InputStream stdin) {
        ObjectSources sources = new ObjectSources();
        for (String name : names) {
            if (name.equals(STDIN)) {
                sources.read(STDIN_NAME, stdin);
            } else {
                sources.expand(Path.of(name)).forEach(sources::read);
            }
        }
        if (!sources.problems.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE,
                    sources.problems.stream().map(Problem::toString).toList());
        }
        return List.copyOf(sources.files);
    }

    /** What to give as {@code -f} for a file of this name once more. */
    public static String argument(String name) {
        return name.equals(STDIN_NAME) ? STDIN : name;
    }

    private List<Path> expand(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> all = Files.list(path)) {
            List<Path> found = all.filter(
                            file -> ENDINGS.stream().anyMatch(file.toString()::endsWith) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                problem(path, "holds no file", "name a folder with files that end in " + String.join(", ", ENDINGS));
            }
            return found;
        } catch (IOException e) {
            problem(path, "cannot be listed", "check its permissions");
            return List.of();
        }
    }

    private void read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            read(file.toString(), in);
        } catch (IOException e) {
            problem(
                    file,
                    Files.exists(file) ? "cannot be read" : "does not exist",
                    "check the path and its permissions");
        }
    }

    private void read(String name, InputStream in) {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problem(Path.of(name), "is larger than 16 MiB", "give fewer objects at once");
                return;
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            files.add(ObjectReader.read(name, text));
        } catch (CharacterCodingException e) {
            problem(Path.of(name), "is not in UTF-8", "give YAML or JSON in UTF-8");
        } catch (IOException e) {
            problem(Path.of(name), "cannot be read", "check the path and its permissions");
        }
    }

    private void problem(Path path, String message, String fix) {
        problems.add(new Problem(path.toString(), "", message, fix));
    }
}

package io.credstream.recorded;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A log as its broker left it. The files of the broker rather than records that are sent again: what goes on from them depends on ids of
 * topics, on offsets, on the ends of transactions and on times, and a copy has all of these otherwise.
 *
 * @param folder with the log, the moments in it that questions name, the questions and their answers
 */
record Recording(Path folder) {

    private static final Path ALL = Path.of("src/test/resources/recorded");

    /** What a broker holds of its folder while it runs. */
    private static final String LOCK = ".lock";

    static Recording named(String name) {
        return new Recording(ALL.resolve(name));
    }

    /** The names of all that there are, in order. */
    static List<String> all() {
        try (Stream<Path> folders = Files.list(ALL)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the answer to a question is kept. */
    Path answer(String question) {
        return folder.resolve("answers").resolve(question + ".txt");
    }

    Path questions() {
        return folder.resolve("questions.txt");
    }

    Properties moments() {
        Properties moments = new Properties();
        try (BufferedReader reader = Files.newBufferedReader(folder.resolve("moments.properties"))) {
            moments.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return moments;
    }

    /** Keeps the files of a broker that has been stopped. */
    void keep(Path broker, List<String> moments) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("moments.properties"), moments);
        try (Stream<Path> walked = Files.walk(broker);
                DataOutputStream out = new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(log())))) {
            for (Path file : walked.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.toString().endsWith(LOCK)) {
                    byte[] content = Files.readAllBytes(file);
                    out.writeUTF(broker.relativize(file).toString());
                    out.writeInt(content.length);
                    out.write(content);
                }
            }
        }
    }

    /** Puts them back. */
    void restore(Path broker) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(log())))) {
            while (true) {
                String name;
                try {
                    name = in.readUTF();
                } catch (EOFException end) {
                    return;
                }
                Path file = broker.resolve(name);
                Files.createDirectories(file.getParent());
                Files.write(file, in.readNBytes(in.readInt()));
            }
        }
    }

    private Path log() {
        return folder.resolve("log.gz");
    }
}

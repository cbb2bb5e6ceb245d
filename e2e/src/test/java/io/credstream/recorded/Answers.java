package io.credstream.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.e2e.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/**
 * What commands answer from a recorded log. A line of {@code questions.txt} is a name and a command; {@code ${moment}} stands for a
 * moment of the recording, so an answer does not depend on when it is asked for.
 */
final class Answers {

    private static final Pattern TIME = Pattern.compile("\"(\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z)\"");

    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private final Recording recording;
    private final Terminal terminal;
    private final Instant start = Instant.now();

    Answers(Recording recording, Terminal terminal) {
        this.recording = recording;
        this.terminal = terminal;
    }

    void verify() throws IOException {
        boolean freeze = System.getProperty("credstream.freeze") != null;
        SoftAssertions all = new SoftAssertions();
        List<String> names = new ArrayList<>();
        for (String line : Files.readAllLines(recording.questions())) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.strip().split("\\s+", -1);
            String answer = answer(List.of(words).subList(1, words.length));
            Path file = recording.answer(words[0]);
            names.add(file.getFileName().toString());
            if (freeze) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, answer);
            } else {
                all.assertThat(answer).as(line).isEqualTo(Files.readString(file));
            }
        }
        all.assertAll();
        try (Stream<Path> files = Files.list(recording.answer("any").getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("every answer has a question")
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    private String answer(List<String> command) {
        List<String> words =
                new ArrayList<>(command.stream().map(this::resolved).toList());
        words.addAll(List.of("-o", "json"));
        Terminal.Said said = terminal.run(words.toArray(String[]::new));
        return "exit code " + said.exitCode() + "\n"
                + TIME.matcher(said.out()).replaceAll(time -> pinned(time.group(1)));
    }

    private String resolved(String word) {
        Properties moments = recording.moments();
        String resolved = word;
        for (String name : moments.stringPropertyNames()) {
            resolved = resolved.replace("${" + name + "}", Objects.requireNonNull(moments.getProperty(name)));
        }
        return resolved.replace("${folder}", recording.folder().toString());
    }

    /** Where a command says when it was run, or how long before that is asked about. */
    private String pinned(String text) {
        Instant time = Instant.parse(text);
        if (time.isBefore(LONG_AGO)) {
            return "\"long ago\"";
        }
        return time.isBefore(start) || time.isAfter(Instant.now()) ? "\"" + text + "\"" : "\"now\"";
    }
}

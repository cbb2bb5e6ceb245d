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
 * What commands answer from a recorded log, to programs and to people. A line of {@code questions.txt} is a name and a command; {@code ${moment}} stands for a
 * moment of the recording, so an answer does not depend on when it is asked for.
 */
final class Answers {

    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z");

    private static final Pattern AGE = Pattern.compile("(?<=[ (])\\d+(ms|s|m|h|d)(?= ago|\\s)");
    private static final Pattern PADDING = Pattern.compile(" {3,}");

    private static final String TAIL = "tail";
    private static final String JSON = "json";
    private static final String WIDE = "wide";

    /** That of a command that has but one. */
    private static final String LINES = "";

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
            List<String> command = List.of(words).subList(1, words.length);
            for (String format : words[1].equals(TAIL) ? List.of(LINES) : List.of(JSON, WIDE)) {
                Path file = recording.answer(words[0] + (format.equals(WIDE) ? ".wide" : ""));
                String answer = answer(command, format);
                names.add(file.getFileName().toString());
                if (freeze) {
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, answer);
                } else {
                    all.assertThat(answer).as(line + " -o " + format).isEqualTo(Files.readString(file));
                }
            }
        }
        all.assertAll();
        try (Stream<Path> files = Files.list(recording.answer("any").getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("every answer has a question")
                    .containsExactlyInAnyOrderElementsOf(names);
        }
    }

    private String answer(List<String> command, String format) {
        List<String> words =
                new ArrayList<>(command.stream().map(this::resolved).toList());
        if (!format.equals(LINES)) {
            words.addAll(List.of("-o", format));
        }
        Terminal.Said said = terminal.run(words.toArray(String[]::new));
        String out = said.out();
        String text = format.equals(WIDE) ? asOfAnyDay(out) : out;
        return "exit code " + said.exitCode() + "\n" + TIME.matcher(text).replaceAll(time -> pinned(time.group()));
    }

    /** A table without the ages in it, and so without the widths of its columns. */
    private static String asOfAnyDay(String table) {
        String ageless = AGE.matcher(table).replaceAll("(age)");
        return PADDING.matcher(ageless).replaceAll("   ");
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
            return "long ago";
        }
        return time.isBefore(start) || time.isAfter(Instant.now()) ? text : "now";
    }
}

package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.demo.Demo;
import io.credstream.demo.DemoStage;
import io.credstream.topics.TopicSetup;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs {@code docs/tutorial.md}: after the demo's scenario, each command says what the page shows. */
class TutorialIT {

    private static final Path PAGE = Path.of("../docs/tutorial.md");
    private static final Pattern STEP = Pattern.compile(
            "```sh\n(?:printf (?<input>\\S+) \\| )?\\./credstream (?<command>[^\n]+)\n```\n\n```\n(?<output>.*?)```\n",
            Pattern.DOTALL);
    private static final String LEFT_OUT = "…";

    @Test
    void saysWhatThePageShows() throws Exception {
        List<MatchResult> steps = STEP.matcher(Files.readString(PAGE)).results().toList();
        assertThat(steps).hasSizeGreaterThan(6);
        try (DemoStage stage = DemoStage.build(new TopicSetup(2, 1, Duration.ofDays(90)))) {
            StringWriter narrated = new StringWriter();
            boolean played = Demo.play(new PrintWriter(narrated), stage);
            assertThat(played).as(narrated.toString()).isTrue();
            for (MatchResult step : steps) {
                String output = run(stage, step).out();
                assertThatSays(step.group("command"), output, step.group("output"));
            }
        }
    }

    private static Run run(DemoStage stage, MatchResult step) {
        List<String> command = new ArrayList<>(List.of(step.group("command")
                .replace("KEYS", stage.fingerprintKeys().toString())
                .split(" ")));
        command.addAll(List.of("--bootstrap-servers", stage.kafka().bootstrapServers()));
        String input = step.group("input");
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((input == null ? "" : input).getBytes(StandardCharsets.UTF_8)));
        try {
            return Run.of(command.toArray(String[]::new));
        } finally {
            System.setIn(before);
        }
    }

    /** Each line that the page shows is there, in this order. */
    private static void assertThatSays(String command, String output, String page) {
        Iterator<String> lines =
                output.lines().map(TutorialIT::withoutWhatVaries).iterator();
        page.lines()
                .filter(line -> !line.equals(LEFT_OUT))
                .map(TutorialIT::withoutWhatVaries)
                .forEach(line -> {
                    boolean found = false;
                    while (!found && lines.hasNext()) {
                        found = lines.next().equals(line);
                    }
                    assertThat(found)
                            .as(
                                    "%s says%n%s%n, in which this is not found after what comes before it:%n%s",
                                    command, output, line)
                            .isTrue();
                });
    }

    private static String withoutWhatVaries(String line) {
        return line.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("\\d+ ms", "N ms")
                .replaceAll("(-\\d+)?@\\d+", "@N")
                .replaceAll("version \\d+", "version N")
                .replaceAll("fingerprint \\w+", "fingerprint KEY")
                .replaceAll(" \\d+[smh]$", " AGE")
                .replaceAll(" +", " ")
                .strip();
    }
}

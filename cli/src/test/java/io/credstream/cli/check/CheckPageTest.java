package io.credstream.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code docs/check.md} shows is what comes out: each mistake is made in the guide's example, once, as the page has it. */
class CheckPageTest {

    private static final Path PAGE = Path.of("../docs/check.md");
    private static final Path GUIDE = Path.of("../docs/example/guide.yaml");
    private static final Pattern FINE = Pattern.compile("it is fine:\n\n```\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern MISTAKE =
            Pattern.compile("\\*\\*([^\n]*)\n\n```diff\n(.*?)```\n\n```\n(.*?)```\n", Pattern.DOTALL);

    @TempDir
    private Path folder;

    /** A mistake as the page has it. */
    record Mistake(String title, String removed, String added, String output) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Mistake> mistakes() throws IOException {
        return MISTAKE.matcher(Files.readString(PAGE)).results().map(CheckPageTest::mistake).toList().stream();
    }

    @Test
    void theGuidesExampleIsFine() throws IOException {
        MatchResult fine =
                FINE.matcher(Files.readString(PAGE)).results().findFirst().orElseThrow();

        Run run = check(Files.readString(GUIDE));

        assertThat(shown(run)).isEqualTo(fine.group(1));
        assertThat(run.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void eachMistakeIsExplained(Mistake mistake) throws IOException {
        String guide = Files.readString(GUIDE);
        assertThat(guide).contains(mistake.removed());

        Run run = check(replaceFirst(guide, mistake.removed(), mistake.added()));

        assertThat(findings(run)).isEqualTo(mistake.output());
        assertThat(run.exitCode()).isEqualTo(4);
    }

    @Test
    void thePageHasAllOfThem() throws IOException {
        assertThat(mistakes()).hasSize(7);
    }

    private static String replaceFirst(String text, String removed, String added) {
        int at = text.indexOf(removed);
        return text.substring(0, at) + added + text.substring(at + removed.length());
    }

    private Run check(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("guide.yaml"), content);
        return Run.of("check", "-f", file.toString());
    }

    private String shown(Run run) {
        assertThat(run.err()).isEmpty();
        return run.out().replace(folder + "/", "");
    }

    /** Below the table, and before the recap. */
    private String findings(Run run) {
        return shown(run)
                .lines()
                .filter(line -> line.startsWith("guide.yaml:"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    private static Mistake mistake(MatchResult found) {
        List<String> diff = found.group(2).lines().toList();
        return new Mistake(found.group(1), side(diff, "-"), side(diff, "+"), found.group(3));
    }

    private static String side(List<String> diff, String sign) {
        return diff.stream()
                .filter(line -> line.startsWith(sign))
                .map(line -> line.substring(1) + "\n")
                .collect(Collectors.joining());
    }
}

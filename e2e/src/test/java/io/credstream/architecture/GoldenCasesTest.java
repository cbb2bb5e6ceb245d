package io.credstream.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that {@code docs/architecture.md} lists are those that the golden cases of all modules hold. */
class GoldenCasesTest {

    private static final Pattern RULE = Pattern.compile("(?m)^- \\*\\*R(\\d+)\\*\\* ");
    private static final Path CASES = Path.of("src/test/resources/golden");

    @Test
    void rulesAreNumberedInOrder() throws IOException {
        assertThat(rules())
                .isNotEmpty()
                .isEqualTo(IntStream.rangeClosed(1, rules().size()).boxed().toList());
    }

    @Test
    void everyRuleHasACaseThatHoldsOneThatDoesNotAndAMalformedOne() throws IOException {
        List<String> cases = cases();
        assertThat(rules())
                .allSatisfy(rule -> assertThat(List.of("positive", "negative", "malformed"))
                        .as("R" + rule)
                        .allMatch(sort -> cases.stream()
                                .anyMatch(name -> name.matches("R%02d-[^/]*/%s.*".formatted(rule, sort)))));
    }

    @Test
    void everyCaseIsOfARule() throws IOException {
        List<Integer> rules = rules();
        assertThat(cases()).isNotEmpty().allSatisfy(name -> {
            assertThat(name).matches("R\\d{2}-[^/]*/(positive|negative|malformed).*");
            assertThat(rules).contains(Integer.valueOf(name.substring(1, 3)));
        });
    }

    private static List<Integer> rules() throws IOException {
        return RULE.matcher(Files.readString(Path.of("../docs/architecture.md")))
                .results()
                .map(rule -> Integer.valueOf(rule.group(1)))
                .toList();
    }

    /** {@code R01-descriptor-layouts/positive-v2.in.yaml}, of whichever module. */
    static List<String> cases() throws IOException {
        List<String> cases = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path golden : modules.map(module -> module.resolve(CASES))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(golden)) {
                    files.map(file -> golden.relativize(file).toString())
                            .filter(file -> file.endsWith(".in.yaml"))
                            .forEach(cases::add);
                }
            }
        }
        return cases;
    }
}

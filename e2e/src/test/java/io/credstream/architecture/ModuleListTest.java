package io.credstream.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The modules that {@code docs/architecture.md} lists are those of the build, in its order and with its arrows. */
class ModuleListTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern MODULE = Pattern.compile("<module>(\\w+)</module>");
    private static final Pattern LIST = Pattern.compile("(?s)\\n## Modules\\n.*?```\\n(.*?)```");
    private static final Pattern LINE = Pattern.compile("(\\w+) *(?:→ ((?:\\w+ ?)+))?(?: *\\| ((?:\\w+ ?)+))?.*");
    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");
    private static final Pattern OWN = Pattern.compile("<artifactId>credstream-(\\w+)</artifactId>");

    /** @param tests what its tests know besides */
    private record Module(String name, Set<String> knows, Set<String> tests) {}

    @Test
    void listIsThatOfTheBuild() throws IOException {
        assertThat(listed()).isNotEmpty().isEqualTo(built());
    }

    @Test
    void everyModuleHasAReadme() throws IOException {
        assertThat(built())
                .allSatisfy(module -> assertThat(ROOT.resolve(module.name()).resolve("README.md"))
                        .isRegularFile());
    }

    private static List<Module> listed() throws IOException {
        MatchResult list = LIST.matcher(Files.readString(ROOT.resolve("docs/architecture.md")))
                .results()
                .findFirst()
                .orElseThrow();
        return list.group(1)
                .lines()
                .map(line -> LINE.matcher(line).results().findFirst().orElseThrow())
                .map(line -> new Module(line.group(1), names(line.group(2)), names(line.group(3))))
                .toList();
    }

    private static Set<String> names(@Nullable String text) {
        return text == null
                ? new TreeSet<>()
                : new TreeSet<>(Arrays.asList(text.strip().split(" ", -1)));
    }

    private static List<Module> built() throws IOException {
        List<String> names = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .toList();
        List<Module> built = new ArrayList<>();
        for (String name : names) {
            String pom = Files.readString(ROOT.resolve(name).resolve("pom.xml"));
            built.add(new Module(name, own(pom, false), own(pom, true)));
        }
        return built;
    }

    private static Set<String> own(String pom, boolean ofTests) {
        return DEPENDENCY
                .matcher(pom)
                .results()
                .map(dependency -> dependency.group(1))
                .filter(dependency -> dependency.contains("<scope>test</scope>") == ofTests)
                .flatMap(dependency -> OWN.matcher(dependency).results())
                .map(own -> own.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

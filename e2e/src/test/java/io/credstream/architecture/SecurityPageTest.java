package io.credstream.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} claims nothing that no test shows: each threat names one, and each that it names exists. */
class SecurityPageTest {

    private static final Path PAGE = Path.of("../docs/security.md");

    /** A class, a method of a class, or a method of the class that was named last. */
    private static final Pattern NAMED = Pattern.compile("`(?:([A-Z]\\w*(?:Test|IT))(?:\\.(\\w+))?|([a-z]\\w{8,}))`");

    private static final Pattern GOLDEN_CASE = Pattern.compile("golden case R\\d+ `([a-z0-9-]+)`");
    private static final Pattern SUPERCLASS = Pattern.compile("class \\w+ extends (\\w+)");

    private final Map<String, String> tests = tests();

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        List<String> missing = new ArrayList<>();
        String latest = "";
        for (String line : Files.readAllLines(PAGE)) {
            Matcher named = NAMED.matcher(shownBy(line));
            while (named.find()) {
                latest = named.group(1) == null ? latest : named.group(1);
                String method = named.group(2) == null ? named.group(3) : named.group(2);
                if (!tests.containsKey(latest) || (method != null && !declares(latest, method))) {
                    missing.add(named.group());
                }
            }
        }
        assertThat(latest).as("the page names tests").isNotEmpty();
        assertThat(missing).as("named in docs/security.md, and not there").isEmpty();
    }

    @Test
    void everyGoldenCaseThatIsNamedExists() throws IOException {
        List<String> cases = GoldenCasesTest.cases();
        assertThat(GOLDEN_CASE.matcher(Files.readString(PAGE)).results().map(found -> found.group(1)))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(cases).anyMatch(file -> file.contains("/" + name)));
    }

    @Test
    void everyThreatNamesATest() throws IOException {
        String page = Files.readString(PAGE);
        String threats = page.substring(page.indexOf("\n## Threats"), page.indexOf("\n## What is not protected"));
        List<String> rows = threats.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| threat"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(10);
        assertThat(rows)
                .allSatisfy(row -> assertThat(NAMED.matcher(shownBy(row)).find()
                                || GOLDEN_CASE.matcher(row).find())
                        .as(row)
                        .isTrue());
    }

    /** The last cell of a table's row; of prose all of it, where it speaks of test classes. */
    private static String shownBy(String line) {
        if (!line.startsWith("|")) {
            return line.replaceAll("`[a-z][^`]*`", "");
        }
        String row = line.substring(0, line.lastIndexOf('|'));
        return row.substring(row.lastIndexOf('|') + 1);
    }

    private boolean declares(String test, String method) {
        String text = tests.getOrDefault(test, "");
        if (text.contains(" " + method + "(")) {
            return true;
        }
        Matcher parent = SUPERCLASS.matcher(text);
        return parent.find() && declares(parent.group(1), method);
    }

    /** The text of every class of every module's tests, by its simple name, which several modules may have given. */
    private static Map<String, String> tests() {
        Map<String, String> tests = new TreeMap<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.filter(folder -> Files.isDirectory(folder.resolve("src/test/java")))
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src/test/java"))) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        tests.merge(
                                file.getFileName().toString().replace(".java", ""),
                                Files.readString(file),
                                String::concat);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tests;
    }
}

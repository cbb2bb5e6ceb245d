package io.credstream.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What the build says of the modules. */
class ModulesTest {

    private static final Path ROOT = Path.of("..");

    /** A dependency of a module on another one, or on anything else. */
    private record Dependency(
            String module, String artifact, @Nullable String scope) {}

    @Test
    void onlyTestsDependOnTheTestkit() throws Exception {
        assertThat(dependencies().filter(needed -> needed.artifact().equals("credstream-testkit")))
                .isNotEmpty()
                .extracting(Dependency::scope)
                .containsOnly("test");
    }

    /** The libraries of tests come with the parent, in test scope; nobody but the testkit takes them along. */
    @Test
    void nobodyButTheTestkitIsMadeOfWhatTestsAreMadeOf() throws Exception {
        List<String> ofTests = List.of("junit-jupiter", "assertj-core", "awaitility", "archunit", "testcontainers");
        assertThat(dependencies()
                        .filter(needed -> ofTests.contains(needed.artifact()))
                        .filter(needed -> !Objects.equals(needed.scope(), "test")))
                .extracting(Dependency::module)
                .isSubsetOf("testkit");
    }

    /** Tests of a module, too, see what is package-private in that module and nowhere else. */
    @Test
    void noPackageIsInTwoModules() throws Exception {
        Map<String, Set<String>> modules = new TreeMap<>();
        for (Path sources : sourceFolders()) {
            String module = ROOT.relativize(sources).getName(0).toString();
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(file -> sources.relativize(file.getParent()).toString())
                        .forEach(name -> modules.computeIfAbsent(name, any -> new TreeSet<>())
                                .add(module));
            }
        }
        assertThat(modules).hasSizeGreaterThan(50);
        assertThat(modules).allSatisfy((name, where) -> assertThat(where).hasSize(1));
    }

    private static List<Path> sourceFolders() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.flatMap(module ->
                            Stream.of("src/main/java", "src/test/java").map(module::resolve))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    /** Of the modules themselves and of the parent, whose management of versions is not one. */
    private static Stream<Dependency> dependencies() throws Exception {
        try (Stream<Path> folders = Files.list(ROOT)) {
            List<Path> poms = Stream.concat(Stream.of(ROOT), folders)
                    .map(folder -> folder.resolve("pom.xml"))
                    .filter(Files::exists)
                    .toList();
            assertThat(poms).hasSizeGreaterThan(10);
            return poms.stream().flatMap(ModulesTest::dependenciesOf);
        }
    }

    private static Stream<Dependency> dependenciesOf(Path pom) {
        try {
            Element project = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement();
            String module = ROOT.relativize(pom).getName(0).toString();
            return children(project, "dependencies")
                    .flatMap(all -> children(all, "dependency"))
                    .map(needed -> new Dependency(
                            module,
                            children(needed, "artifactId")
                                    .findFirst()
                                    .orElseThrow()
                                    .getTextContent(),
                            children(needed, "scope")
                                    .map(Element::getTextContent)
                                    .findFirst()
                                    .orElse(null)));
        } catch (Exception unreadable) {
            throw new IllegalStateException(pom.toString(), unreadable);
        }
    }

    private static Stream<Element> children(Element parent, String name) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(node -> node.getNodeName().equals(name))
                .map(Element.class::cast);
    }
}

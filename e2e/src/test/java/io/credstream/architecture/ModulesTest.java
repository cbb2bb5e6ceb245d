package io.credstream.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
            String module = pom.getParent().getFileName().toString();
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

package io.credstream.cli.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.cli.objects.ObjectFile.Unreadable;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the objects of a text, and says of each document that holds none what was expected there. */
public final class ObjectReader {
    private static final String EXPECTED = "expected a Kubernetes object with apiVersion, kind and metadata.name";
    private static final int MAX_CHARACTERS = 16 << 20;
    private static final int MAX_DEPTH = 100;

    /** The parser quotes what it stumbles over, which can be a password: only what it says in these words is passed on. */
    private static final Map<String, String> TROUBLES = Map.of(
            "mapping values are not allowed here", "a second ': ' in one line",
            "could not find expected ':'", "a key without ':'",
            "expected <block end>", "a line whose indentation fits to nothing above it",
            "found undefined alias", "an alias ('*') of what is not there",
            "found unexpected end of stream", "a quote that is not closed",
            "found character '\t(TAB)'", "a tab where only blanks may be",
            "expected ',' or '}'", "a '{' that is not closed, or a missing ','",
            "expected ',' or ']'", "a '[' that is not closed, or a missing ','",
            "found unknown escape character", "an escape that does not exist");

    private final List<KubernetesObject> objects = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();

    private ObjectReader() {}

    public static ObjectFile read(String name, String text) {
        ObjectReader reader = new ObjectReader();
        Documents.of(name, text).forEach(reader::read);
        return new ObjectFile(name, text, reader.objects, reader.unreadable);
    }

    /** Composes one document; throws what the parser throws. */
    public static @Nullable Node compose(String text) {
        return parser().compose(input(text));
    }

    /** Whether something in a document that can be composed stands for several places. */
    public static boolean hasAlias(String text) {
        return StreamSupport.stream(parser().parse(input(text)).spliterator(), false)
                .anyMatch(AliasEvent.class::isInstance);
    }

    private static Yaml parser() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        return new Yaml(options);
    }

    private static StringReader input(String text) {
        return new StringReader(isJson(text) ? text.replace('\t', ' ') : text);
    }

    /** In JSON a tab may stand between any two words, and within none. */
    private static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    private void read(Document document) {
        try {
            Node root = compose(document.text());
            if (root != null) {
                add(document, YamlTree.of(root), root);
            }
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Place place = mark == null ? document.place(0) : document.place(mark);
            unreadable.add(new Unreadable(place, "is not YAML" + trouble(e.getProblem()), EXPECTED));
        } catch (YAMLException e) {
            unreadable.add(new Unreadable(
                    document.place(0), "holds characters that YAML does not allow, or is too large", EXPECTED));
        } catch (YamlTree.TooLarge e) {
            unreadable.add(new Unreadable(
                    document.place(0), "stands for far more than an object can be", "write its aliases out"));
        }
    }

    private void add(Document document, JsonNode json, Node node) {
        if (!(node instanceof MappingNode)) {
            String what = node instanceof SequenceNode ? "a list" : "a single value";
            unreadable.add(new Unreadable(document.place(node.getStartMark()), "is " + what, EXPECTED));
        } else if (json.path("items").isArray() && json.path("kind").asText().endsWith("List")) {
            for (int i = 0; i < json.path("items").size(); i++) {
                JsonNode item = json.path("items").get(i);
                Nodes.find(node, "items", "" + i).ifPresent(n -> add(document, item, n));
            }
        } else {
            addObject(new KubernetesObject(document, json, node));
        }
    }

    private void addObject(KubernetesObject object) {
        List<String> missing = new ArrayList<>();
        if (object.apiVersion().isEmpty()) {
            missing.add("apiVersion");
        }
        if (object.kind().isEmpty()) {
            missing.add("kind");
        }
        if (object.name().isEmpty()) {
            missing.add("metadata.name");
        }
        boolean slashed = object.name().indexOf('/') >= 0 || object.namespace().indexOf('/') >= 0;
        if (!missing.isEmpty()) {
            unreadable.add(new Unreadable(object.place(), "has no " + String.join(", no ", missing), EXPECTED));
        } else if (slashed) {
            unreadable.add(new Unreadable(
                    object.place("metadata"), "has a slash in its name or namespace", "write names without one"));
        } else {
            objects.add(object);
        }
    }

    private static String trouble(@Nullable String problem) {
        return TROUBLES.entrySet().stream()
                .filter(known -> problem != null && problem.startsWith(known.getKey()))
                .map(known -> ": " + known.getValue())
                .findFirst()
                .orElse("");
    }
}

package io.credstream.cli.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.cli.objects.ObjectFile.Unreadable;
import io.credstream.kube.PlainScalars;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

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
            "found character '\\t(TAB)'", "a tab where only blanks may be",
            "expected ',' or '}'", "a '{' that is not closed, or a missing ','",
            "expected ',' or ']'", "a '[' that is not closed, or a missing ','",
            "found unknown escape character", "an escape that does not exist");

    private static final LoaderOptions OPTIONS = options();
    private static final int MAX_TABS = 100;

    private final List<KubernetesObject> objects = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();

    private ObjectReader() {}

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        return options;
    }

    public static ObjectFile read(String name, String text) {
        ObjectReader reader = new ObjectReader();
        Documents.of(name, text).forEach(reader::read);
        return new ObjectFile(name, text, reader.objects, reader.unreadable);
    }

    /** Composes one document; throws what the parser throws. */
    public static @Nullable Node compose(String text) {
        StringBuilder input = new StringBuilder(isJson(text) ? text.replace('\t', ' ') : text);
        for (int tabs = 0; ; tabs++) {
            try {
                return new Composer(parser(input.toString()), new PlainScalars(), OPTIONS).getSingleNode();
            } catch (MarkedYAMLException e) {
                int at = e.getProblemMark() == null ? text.length() : Document.index(text, e.getProblemMark());
                if (tabs == MAX_TABS || at == text.length() || !separates(input, at)) {
                    throw e;
                }
                input.setCharAt(at, ' ');
            }
        }
    }

    /** The content of one document that is known to be one; throws what the parser throws. */
    public static JsonNode json(String text) {
        Node root = compose(text);
        return root == null ? NullNode.getInstance() : YamlTree.of(root);
    }

    /** Whether something in a document that can be composed stands for several places. */
    public static boolean hasAlias(String text) {
        try {
            Parser events = parser(isJson(text) ? text.replace('\t', ' ') : text);
            while (!events.checkEvent(Event.ID.StreamEnd)) {
                if (events.getEvent() instanceof AliasEvent) {
                    return true;
                }
            }
            return false;
        } catch (MarkedYAMLException tab) {
            return text.indexOf('*') >= 0;
        }
    }

    private static Parser parser(String text) {
        return new ParserImpl(new StreamReader(text), OPTIONS);
    }

    /** In JSON a tab may stand between any two words, and within none. */
    private static boolean isJson(String text) {
        return text.stripLeading().startsWith("{");
    }

    /** Whether it is a tab between two words of a line, which kubectl takes for a blank; in an indentation it is none. */
    private static boolean separates(CharSequence text, int at) {
        int start = at;
        while (start > 0 && text.charAt(start - 1) != '\n') {
            start--;
        }
        return text.charAt(at) == '\t' && text.subSequence(start, at).chars().anyMatch(c -> " \t-".indexOf(c) < 0);
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
            refuse(document, place, "is not YAML" + trouble(e.getProblem()), EXPECTED);
        } catch (YAMLException e) {
            unreadable.add(new Unreadable(
                    document.place(0), "holds characters that YAML does not allow, or is too large", EXPECTED));
        } catch (YamlTree.Refused e) {
            Mark mark = e.mark();
            refuse(document, mark == null ? document.place(0) : document.place(mark), e.message(), e.fix());
        }
    }

    /** Braces of a template in the line itself are the reason, whatever a parser makes of them. */
    private void refuse(Document document, Place place, String message, String fix) {
        String line = document.text()
                .lines()
                .skip(place.line() - document.firstLine())
                .findFirst()
                .orElse("");
        unreadable.add(
                line.contains("{{")
                        ? new Unreadable(
                                place, "is a Helm template that is not rendered", "give what helm template prints")
                        : new Unreadable(place, message, fix));
    }

    private void add(Document document, JsonNode json, Node node) {
        if (!(node instanceof MappingNode)) {
            String what = node instanceof SequenceNode ? "a list" : "a single value";
            unreadable.add(new Unreadable(document.place(node.getStartMark()), "is " + what, EXPECTED));
        } else if (json.path("items").isArray() && json.path("kind").asText().endsWith("List")) {
            for (int i = 0; i < json.path("items").size(); i++) {
                JsonNode item = typed(json.path("items").get(i), json);
                Nodes.find(node, "items", "" + i).ifPresent(n -> add(document, item, n));
            }
        } else {
            addObject(new KubernetesObject(document, json, node));
        }
    }

    /** The items of a list of one kind, as kubectl get --raw prints it, leave theirs to the list. */
    private static JsonNode typed(JsonNode item, JsonNode list) {
        String kind = list.path("kind").asText().replaceFirst("List$", "");
        if (item instanceof ObjectNode object && !kind.isEmpty() && !object.has("kind")) {
            object.put("kind", kind);
            object.put("apiVersion", list.path("apiVersion").asText());
        }
        return item;
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
            ServerTypes.refused(object).ifPresentOrElse(unreadable::add, () -> objects.add(object));
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

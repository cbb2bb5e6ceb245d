package io.credstream.cli.template;

import io.credstream.cli.objects.Nodes;
import io.credstream.projection.Kyma;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** What to change of a resource so that it has the label, whatever it has by now and in whatever form. */
final class LabelEdits {

    private static final String LABELS = "labels";
    private static final String VALUE = "value";

    private final YamlText text;
    private final Map<String, String> labels;
    private final int listIndent;

    /**
     * @param listIndent how far below their key the lists of this file are indented
     */
    LabelEdits(YamlText text, Map<String, String> labels, int listIndent) {
        this.text = text;
        this.labels = labels;
        this.listIndent = listIndent;
    }

    Edit of(MappingNode resource) {
        Optional<NodeTuple> present = Nodes.entry(resource, LABELS);
        if (present.isEmpty()) {
            return add(resource, LABELS);
        }
        Node list = present.get().getValueNode();
        if (list instanceof SequenceNode items) {
            return label(items)
                    .map(label -> Nodes.entry(label, VALUE)
                            .map(value -> replace(value, label))
                            .orElseGet(() -> add(label, VALUE)))
                    .orElseGet(() -> add(items));
        }
        boolean json = !YamlText.isBlock(resource) && YamlText.isJson(resource);
        return set(list, "[" + flowLabel(json) + "]");
    }

    private static Optional<MappingNode> label(SequenceNode items) {
        return items.getValue().stream()
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .filter(item -> Nodes.find(item, "name")
                        .filter(name -> name instanceof ScalarNode scalar
                                && scalar.getValue().equals(Kyma.OCI_REGISTRY_CRED))
                        .isPresent())
                .findFirst();
    }

    /** A key that the map does not have. */
    private Edit add(MappingNode map, String key) {
        boolean isLabels = key.equals(LABELS);
        if (YamlText.isBlock(map)) {
            List<String> lines = new ArrayList<>(List.of(key + ":"));
            lines.addAll(isLabels ? indented(listIndent, blockLabel()) : indented(2, YamlText.blockMap(labels)));
            int last = text.start(map.getValue().getLast().getKeyNode());
            return text.isOpen(map)
                    ? text.linesBefore(last, text.column(map), lines)
                    : text.linesAfter(text.end(map), text.column(map), lines);
        }
        boolean json = YamlText.isJson(map);
        String value = isLabels ? "[" + flowLabel(json) + "]" : YamlText.flowMap(labels, json);
        return text.first(map, quoted(key, json) + ": " + value);
    }

    private Edit add(SequenceNode items) {
        if (!YamlText.isBlock(items)) {
            return text.first(items, flowLabel(isJsonAround(items)));
        }
        int dash = text.dash(items);
        return text.isOpen(items)
                ? text.linesBefore(dash, text.column(dash), blockLabel())
                : text.linesAfter(text.end(items), text.column(dash), blockLabel());
    }

    private Edit replace(NodeTuple entry, MappingNode label) {
        Node value = entry.getValueNode();
        if (value instanceof CollectionNode<?> collection && YamlText.isBlock(collection)) {
            return replaceBlock(collection, text.column(label));
        }
        boolean json = !YamlText.isBlock(label) && YamlText.isJson(label);
        return set(value, YamlText.flowMap(labels, json));
    }

    private Edit replaceBlock(CollectionNode<?> value, int keyColumn) {
        int start = value instanceof MappingNode map
                ? text.start(map.getValue().getFirst().getKeyNode())
                : text.dash((SequenceNode) value);
        int column = Math.max(text.column(start), keyColumn + 2);
        String lines = String.join("\n" + " ".repeat(column), YamlText.blockMap(labels));
        int end = text.end(value);
        String lineEnd = text.text().charAt(end - 1) == '\n' ? "\n" : "";
        return new Edit(start, end, " ".repeat(column - text.column(start)) + lines + lineEnd);
    }

    /** In place of a single value, which may be nothing at all. */
    private Edit set(Node value, String flow) {
        int start = text.start(value);
        int end = text.end(value);
        boolean nothing = start == end;
        String lineEnd = !nothing && text.text().charAt(end - 1) == '\n' ? "\n" : "";
        boolean glued = start > 0 && text.text().charAt(start - 1) == ':';
        return new Edit(start, end, (glued ? " " : "") + flow + lineEnd);
    }

    /** An empty list says nothing of how its surroundings are written, but stands in JSON if it is in a file of it. */
    private boolean isJsonAround(SequenceNode items) {
        return YamlText.isJson(items) || text.text().stripLeading().startsWith("{");
    }

    private List<String> blockLabel() {
        List<String> lines = new ArrayList<>();
        lines.add("- name: " + Kyma.OCI_REGISTRY_CRED);
        lines.add("  value:");
        lines.addAll(indented(4, YamlText.blockMap(labels)));
        return lines;
    }

    private String flowLabel(boolean json) {
        return "{" + quoted("name", json) + ": " + quoted(Kyma.OCI_REGISTRY_CRED, json) + ", " + quoted(VALUE, json)
                + ": " + YamlText.flowMap(labels, json) + "}";
    }

    private static String quoted(String word, boolean json) {
        return json ? "\"" + word + "\"" : word;
    }

    private static List<String> indented(int by, List<String> lines) {
        return lines.stream().map(line -> " ".repeat(by) + line).toList();
    }
}

package io.credstream.cli.template;

import io.credstream.cli.objects.Document;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A text of YAML or JSON, and where in it what the parser composed stands.
 *
 * @param text that the nodes were composed from
 */
record YamlText(String text) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]*");
    private static final Set<String> NO_STRINGS =
            Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf");

    int start(Node node) {
        return Document.index(text, node.getStartMark());
    }

    /** Behind the last character of a node; the parser reports the end of a block only where the next thing begins. */
    int end(Node node) {
        if (isBlock(node)) {
            return end(last(node));
        }
        return Document.index(text, node.getEndMark());
    }

    static boolean isBlock(Node node) {
        return node instanceof CollectionNode<?> collection
                && collection.getFlowStyle() == FlowStyle.BLOCK
                && !collection.getValue().isEmpty();
    }

    /** On which column a character stands. */
    int column(int index) {
        return index - lineStart(index);
    }

    int lineStart(int index) {
        return text.lastIndexOf('\n', index - 1) + 1;
    }

    /** The column of the keys of a block map. */
    int column(MappingNode map) {
        return column(start(map.getValue().getFirst().getKeyNode()));
    }

    /** Where the first dash of a block list is. */
    int dash(SequenceNode list) {
        int at = start(list.getValue().getFirst()) - 1;
        while (at >= 0 && Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        return Math.max(at, 0);
    }

    /**
     * Whether a block ends in a text of several lines that has no line break at its end: one more would belong to the text. Only at the end
     * of a file is there such a text.
     */
    boolean isOpen(Node block) {
        Node last = block;
        while (isBlock(last)) {
            last = last(last);
        }
        return last instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED)
                && end(last) == text.length()
                && !text.endsWith("\n");
    }

    /** New lines before something that begins on a column. */
    Edit linesBefore(int start, int column, List<String> lines) {
        String indent = "\n" + " ".repeat(column);
        return Edit.insert(start, String.join(indent, lines) + indent);
    }

    /** New lines below the line on which something ends, whatever else stands on that line. */
    Edit linesAfter(int end, int indent, List<String> lines) {
        String block = lines.stream().map(line -> " ".repeat(indent) + line).collect(Collectors.joining("\n"));
        if (end > 0 && text.charAt(end - 1) == '\n') {
            return Edit.insert(end, block + "\n");
        }
        int breakAt = text.indexOf('\n', end);
        return breakAt < 0 ? Edit.insert(text.length(), "\n" + block) : Edit.insert(breakAt + 1, block + "\n");
    }

    /** A first entry of a map or list in braces or brackets: on a line of its own if the others have theirs. */
    Edit first(CollectionNode<?> flow, String entry) {
        int at = start(flow);
        while (text.charAt(at) != '{' && text.charAt(at) != '[') {
            at++;
        }
        at++;
        if (flow.getValue().isEmpty()) {
            return Edit.insert(at, entry);
        }
        int lineEnd = text.indexOf('\n', at);
        if (lineEnd < 0 || !text.substring(at, lineEnd).isBlank()) {
            return Edit.insert(at, entry + ", ");
        }
        int next = lineEnd + 1;
        int word = next;
        while (text.charAt(word) == ' ' || text.charAt(word) == '\t') {
            word++;
        }
        return Edit.insert(next, text.substring(next, word) + entry + ",\n");
    }

    /** Whether somebody writes JSON there. */
    static boolean isJson(CollectionNode<?> flow) {
        return flow instanceof MappingNode map
                ? map.getValue().stream().anyMatch(entry -> isQuoted(entry.getKeyNode()))
                : ((SequenceNode) flow)
                        .getValue().stream().anyMatch(item -> item instanceof MappingNode map && isJson(map));
    }

    private static boolean isQuoted(Node node) {
        return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED;
    }

    private static Node last(Node block) {
        return block instanceof MappingNode map
                ? map.getValue().getLast().getValueNode()
                : ((SequenceNode) block).getValue().getLast();
    }

    /** A label's key or value as a string, to whichever parser. */
    static String scalar(String label, boolean json) {
        boolean plain = !json && PLAIN.matcher(label).matches() && !NO_STRINGS.contains(label.toLowerCase(Locale.ROOT));
        return plain ? label : "\"" + label + "\"";
    }

    static String flowMap(Map<String, String> labels, boolean json) {
        return labels.entrySet().stream()
                .map(label -> scalar(label.getKey(), json) + ": " + scalar(label.getValue(), json))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    static List<String> blockMap(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> scalar(label.getKey(), false) + ": " + scalar(label.getValue(), false))
                .toList();
    }
}

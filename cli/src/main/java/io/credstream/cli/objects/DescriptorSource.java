package io.credstream.cli.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Where a template's component descriptor is written: in the template's own document, or as a text of its own in a literal block
 * scalar ({@code |}), each line of which stands indented in the document.
 *
 * @param text that the positions of {@code root} are in
 * @param root of the descriptor
 * @param indent before each line of {@code text} in the document
 * @param lines where the lines of {@code text} begin in the document, before their indent; of a document itself none is needed
 */
public record DescriptorSource(Document document, String text, Node root, String indent, List<Integer> lines) {

    public DescriptorSource {
        lines = List.copyOf(lines);
    }

    /** Empty if there is none, or it is a string in another form, whose characters stand elsewhere than they mean. */
    public static Optional<DescriptorSource> of(KubernetesObject template) {
        Document document = template.document();
        Optional<Node> found = Nodes.find(template.node(), "spec", "descriptor");
        return found.flatMap(node -> node instanceof ScalarNode scalar
                ? literal(document, scalar)
                : Optional.of(new DescriptorSource(document, document.text(), node, "", List.of())));
    }

    /** Where a character of {@code text} stands in the document; of the first of a line, before its indent. */
    public int inDocument(int index) {
        if (lines.isEmpty()) {
            return index;
        }
        String before = text.substring(0, index);
        int line = (int) before.chars().filter(c -> c == '\n').count();
        int column = index - (before.lastIndexOf('\n') + 1);
        return lines.get(line) + (column == 0 ? 0 : indent.length() + column);
    }

    /** Where a part of the descriptor stands; where the descriptor does, if there is no such part. */
    public Place place(String... path) {
        Node part = Nodes.find(root, path).orElse(root);
        return document.place(inDocument(Document.index(text, part.getStartMark())));
    }

    private static Optional<DescriptorSource> literal(Document document, ScalarNode scalar) {
        if (scalar.getScalarStyle() != ScalarStyle.LITERAL) {
            return Optional.empty();
        }
        String text = scalar.getValue();
        int header = Document.index(document.text(), scalar.getStartMark());
        int at = document.text().indexOf('\n', header) + 1;
        List<Integer> lines = new ArrayList<>();
        String indent = "";
        for (String line : text.split("\n", -1)) {
            int end = document.text().indexOf('\n', at);
            String written =
                    document.text().substring(at, end < 0 ? document.text().length() : end);
            String bare = written.endsWith("\r") ? written.substring(0, written.length() - 1) : written;
            lines.add(at);
            if (!line.isBlank() && indent.isEmpty()) {
                indent = bare.substring(0, Math.max(0, bare.length() - line.length()));
            }
            if (!line.isBlank() && !bare.equals(indent + line)) {
                return Optional.empty();
            }
            at = end < 0 ? document.text().length() : end + 1;
        }
        return composed(document, text, indent, lines);
    }

    private static Optional<DescriptorSource> composed(
            Document document, String text, String indent, List<Integer> lines) {
        try {
            return Stream.ofNullable(ObjectReader.compose(text))
                    .map(root -> new DescriptorSource(document, text, root, indent, lines))
                    .findFirst();
        } catch (YAMLException malformed) {
            return Optional.empty();
        }
    }
}

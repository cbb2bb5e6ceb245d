package io.credstream.cli.objects;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finding one's way in what the parser composed. */
public final class Nodes {
    private Nodes() {}

    /** The value under a path of keys, or of indices where there is a list. */
    public static Optional<Node> find(Node node, String... path) {
        Optional<Node> at = Optional.of(node);
        for (String step : path) {
            at = at.flatMap(n -> step(n, step));
        }
        return at;
    }

    /** The value under a path, or as far along it as there is one. */
    public static Node nearest(Node node, String... path) {
        Node at = node;
        for (String step : path) {
            Optional<Node> next = step(at, step);
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        return at;
    }

    /** The entry of a map; of several with the same key the last, which is the one that counts. */
    public static Optional<NodeTuple> entry(Node node, String key) {
        return node instanceof MappingNode map
                ? map.getValue().stream()
                        .filter(e -> e.getKeyNode() instanceof ScalarNode scalar
                                && scalar.getValue().equals(key))
                        .reduce((first, second) -> second)
                : Optional.empty();
    }

    private static Optional<Node> step(Node node, String step) {
        if (node instanceof SequenceNode list) {
            int index = Integer.parseInt(step);
            return index < list.getValue().size() ? Optional.of(list.getValue().get(index)) : Optional.empty();
        }
        return entry(node, step).map(NodeTuple::getValueNode);
    }
}

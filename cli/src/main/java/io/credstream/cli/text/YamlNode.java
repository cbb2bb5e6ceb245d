package io.credstream.cli.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A place in a YAML file. What is not of the form that is asked for becomes a problem there, and nothing stops. */
public sealed interface YamlNode {

    /** Whether there is anything but {@code null}. */
    boolean present();

    /** {@code file:line}. */
    String place();

    /** A problem with this place. */
    void problem(String message, String fix);

    /** The values of a map; an unknown key and a key that stands there twice are problems. */
    Map<String, YamlNode> map(Collection<String> known);

    boolean isMap();

    boolean isList();

    /** The items of a list. */
    List<YamlNode> list();

    /** A scalar, as it is written. */
    Optional<String> text();

    /** What is not there. */
    record Missing(YamlFile file, String path, int line) implements YamlNode {
        @Override
        public boolean present() {
            return false;
        }

        @Override
        public String place() {
            return file.at(line);
        }

        @Override
        public void problem(String message, String fix) {
            file.add(line, path, message, fix);
        }

        @Override
        public Map<String, YamlNode> map(Collection<String> known) {
            Map<String, YamlNode> map = new HashMap<>();
            known.forEach(key -> map.put(key, new Missing(file, Here.join(path, key), line)));
            return map;
        }

        @Override
        public boolean isMap() {
            return false;
        }

        @Override
        public boolean isList() {
            return false;
        }

        @Override
        public List<YamlNode> list() {
            return List.of();
        }

        @Override
        public Optional<String> text() {
            return Optional.empty();
        }
    }

    /** What is there. */
    record Here(YamlFile file, String path, Node node) implements YamlNode {

        @Override
        public boolean present() {
            return !node.getTag().equals(Tag.NULL);
        }

        @Override
        public String place() {
            return file.at(line(node));
        }

        @Override
        public void problem(String message, String fix) {
            file.add(line(node), path, message, fix);
        }

        @Override
        public Map<String, YamlNode> map(Collection<String> known) {
            Map<String, YamlNode> map = new Missing(file, path, line(node)).map(known);
            if (!(node instanceof MappingNode mapping)) {
                problem("is no map", "write it as key: value, one key a line");
                return map;
            }
            Map<String, Node> seen = new LinkedHashMap<>();
            mapping.getValue().forEach(entry -> {
                String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                int line = line(entry.getKeyNode());
                if (!known.contains(key)) {
                    file.add(
                            line,
                            join(path, key),
                            "is no known key" + Nearest.hint(key, known),
                            "known are " + sorted(known));
                } else if (seen.putIfAbsent(key, entry.getValueNode()) != null) {
                    file.add(line, join(path, key), "stands there twice", "remove one of the two");
                } else {
                    map.put(key, new Here(file, join(path, key), entry.getValueNode()));
                }
            });
            return map;
        }

        @Override
        public boolean isMap() {
            return node instanceof MappingNode;
        }

        @Override
        public boolean isList() {
            return node instanceof SequenceNode;
        }

        @Override
        public List<YamlNode> list() {
            List<YamlNode> items = new ArrayList<>();
            if (node instanceof SequenceNode sequence) {
                sequence.getValue().forEach(item -> items.add(new Here(file, path + "[" + items.size() + "]", item)));
            } else if (present()) {
                problem("is no list", "write its items one a line, each after '- '");
            }
            return items;
        }

        @Override
        public Optional<String> text() {
            if (node instanceof ScalarNode scalar && present()) {
                return Optional.of(scalar.getValue());
            }
            if (present()) {
                problem("is no single value", "write one value after the colon");
            }
            return Optional.empty();
        }

        private static int line(Node node) {
            return node.getStartMark() == null ? 1 : node.getStartMark().getLine() + 1;
        }

        private static String sorted(Collection<String> known) {
            return String.join(", ", known);
        }

        static String join(String path, @Nullable String key) {
            return path.isEmpty() ? "" + key : path + "." + key;
        }
    }
}

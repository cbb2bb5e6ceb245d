package io.credstream.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** ModuleTemplates as people and tools write them, by chance: both layouts, objects and text, YAML and JSON, with comments. */
final class RandomTemplates {

    private final RandomGenerator random;

    RandomTemplates(RandomGenerator random) {
        this.random = random;
    }

    /** What is below {@code spec.descriptor} is an object, or a text of its own. */
    String template(int number) {
        List<String> lines = new ArrayList<>(List.of(
                "apiVersion: operator.kyma-project.io/v1beta2" + comment(),
                "kind: ModuleTemplate",
                "metadata:",
                "  name: template-" + number,
                "spec:"));
        boolean json = random.nextInt(4) == 0;
        List<String> descriptor = json ? jsonDescriptor() : yamlDescriptor();
        if (random.nextInt(3) == 0) {
            lines.add("  descriptor: |" + (chance() ? "-" : "") + comment());
        } else if (json) {
            lines.add("  descriptor:");
        } else {
            lines.add("  descriptor:" + comment());
        }
        int indent = 3 + random.nextInt(4);
        descriptor.forEach(line -> lines.add(line.isEmpty() ? "" : " ".repeat(indent) + line));
        if (chance()) {
            lines.add("  mandatory: false # ünï😀");
        }
        return lines.stream().collect(Collectors.joining("\n"));
    }

    private List<String> yamlDescriptor() {
        boolean v2 = chance();
        int step = chance() ? 0 : 2;
        List<String> lines = new ArrayList<>();
        if (v2) {
            lines.add("component:");
            lines.add("  name: kyma-project.io/m");
            lines.add("  resources:" + comment());
        } else {
            lines.add("metadata: {name: kyma-project.io/m, version: v1}");
            lines.add("spec:");
            lines.add("  resources:");
        }
        for (String name : List.of("raw-manifest", "other", "config")) {
            resource(name).forEach(line -> lines.add(line.isEmpty() ? "" : " ".repeat(2 + step) + line));
            if (random.nextInt(4) == 0) {
                lines.add(chance() ? "" : " ".repeat(random.nextInt(6)) + "# between");
            }
        }
        if (v2) {
            lines.add("  version: v1");
        }
        return lines;
    }

    private List<String> resource(String name) {
        if (random.nextInt(5) == 0) {
            return List.of("- {name: " + name + ", access: {type: localBlob}" + (chance() ? ", labels: []" : "") + "}");
        }
        List<String> lines = new ArrayList<>(List.of("- name: " + name + comment()));
        List<List<String>> parts = new ArrayList<>(List.of(
                List.of(
                        "  access:",
                        "    type: " + (random.nextInt(5) == 0 ? "ociArtifact" : "localOciBlob"),
                        "    # in it"),
                List.of("  text: |", "    a # no comment", "", "      b"),
                List.of("  quoted: \"a", "    b\"" + comment())));
        parts.addAll(labels());
        while (!parts.isEmpty()) {
            lines.addAll(parts.remove(random.nextInt(parts.size())));
        }
        return lines;
    }

    private List<List<String>> labels() {
        return switch (random.nextInt(8)) {
            case 0 -> List.of(List.of("  labels: []" + comment()));
            case 1 -> List.of(List.of("  labels:", "  - name: a", "    value: {b: c}", "    # of a"));
            case 2 -> List.of(List.of("  labels:", "    # of a", "    -   name: a", "        value: b"));
            case 4 -> List.of(List.of("  labels:" + comment()));
            case 3 -> List.of(List.of("  labels: [{name: a, value: b}]"));
            default -> List.of();
        };
    }

    private List<String> jsonDescriptor() {
        List<String> lines = new ArrayList<>(List.of(
                "{",
                "  \"component\": {",
                "    \"name\": \"kyma-project.io/m\", \"version\": \"v1\",",
                "    \"resources\": ["));
        lines.addAll(List.of(
                "      {\"name\": \"raw-manifest\", \"access\": {\"type\": \"localBlob\"}},",
                "      {",
                "        \"name\": \"config\",",
                "        \"labels\": [" + (chance() ? "{\"name\": \"a\", \"value\": [1]}" : "") + "],",
                "        \"access\": {\"type\": \"localBlob\"}",
                "      }"));
        lines.addAll(List.of("    ]", "  }", "}"));
        return lines;
    }

    private String comment() {
        return random.nextInt(4) == 0 ? " # ünï: [x" : "";
    }

    private boolean chance() {
        return random.nextBoolean();
    }
}

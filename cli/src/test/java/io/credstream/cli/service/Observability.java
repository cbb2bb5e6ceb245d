package io.credstream.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code deploy/observability} asks Prometheus. */
final class Observability {

    static final Path FOLDER = Path.of("../deploy/observability");

    private static final YAMLMapper YAML = new YAMLMapper(); // JSON is YAML
    private static final Pattern NAME = Pattern.compile("\\b(credstream|jvm|process|system)_[a-z_]+");

    private Observability() {}

    /** The queries of the dashboard. */
    static List<String> dashboard() throws IOException {
        return read("dashboard.json").findValuesAsText("expr");
    }

    /** The alerts, by name. */
    static Map<String, JsonNode> alerts() throws IOException {
        Map<String, JsonNode> alerts = new TreeMap<>();
        read("alerts.yaml")
                .at("/groups/0/rules")
                .forEach(rule -> alerts.put(rule.path("alert").asText(), rule));
        return alerts;
    }

    /** Every metric that any of them names. */
    static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>(names(dashboard()));
        names.addAll(names(alerts().values().stream()
                .map(alert -> alert.path("expr").asText())
                .toList()));
        return names;
    }

    static Set<String> names(List<String> queries) {
        Set<String> names = new TreeSet<>();
        for (String query : queries) {
            Matcher name = NAME.matcher(query);
            while (name.find()) {
                names.add(name.group());
            }
        }
        return names;
    }

    private static JsonNode read(String file) throws IOException {
        return YAML.readTree(FOLDER.resolve(file).toFile());
    }
}

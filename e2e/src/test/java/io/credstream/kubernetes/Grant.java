package io.credstream.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.credstream.testkit.apiserver.ApiUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a file of {@code deploy/rbac} grants to the service account in it. */
final class Grant {

    /** One verb on one resource. */
    record Right(String resource, String verb) {}

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path FOLDER = Path.of("..", "deploy", "rbac");

    private final String account;
    private final String namespace;
    private final List<JsonNode> objects;

    private Grant(String account, String namespace, List<JsonNode> objects) {
        this.account = account;
        this.namespace = namespace;
        this.objects = objects;
    }

    static Grant in(String file) {
        return of(read(FOLDER.resolve(file)));
    }

    private static Grant of(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            List<JsonNode> objects = documents.readAll();
            JsonNode account = objects.getFirst().path("metadata");
            return new Grant(
                    account.path("name").asText(), account.path("namespace").asText(), objects);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** Every right that the file names. */
    List<Right> rights() {
        List<Right> rights = new ArrayList<>();
        for (JsonNode object : objects) {
            for (JsonNode rule : object.path("rules")) {
                for (JsonNode resource : rule.path("resources")) {
                    rule.path("verbs").forEach(verb -> rights.add(new Right(resource.asText(), verb.asText())));
                }
            }
        }
        return rights;
    }

    /** The same to another account, under other names. */
    Grant renamed(String suffix) {
        return of(text().replace("\"" + account, "\"" + account + suffix));
    }

    /** The same without one right. */
    Grant without(Right right) {
        Grant copy = of(text());
        copy.objects.forEach(object -> {
            List<JsonNode> rules = new ArrayList<>();
            object.path("rules")
                    .forEach(rule -> rule.path("resources")
                            .forEach(resource -> rules.add(narrowed(rule, resource.asText(), right))));
            rules.removeIf(rule -> rule.path("verbs").isEmpty());
            if (object.path("rules") instanceof ArrayNode present) {
                present.removeAll().addAll(rules);
            }
        });
        return copy;
    }

    private static JsonNode narrowed(JsonNode rule, String resource, Right without) {
        var narrowed = rule.<ObjectNode>deepCopy();
        narrowed.putArray("resources").add(resource);
        ArrayNode verbs = narrowed.putArray("verbs");
        rule.path("verbs").forEach(verb -> {
            if (!without.equals(new Right(resource, verb.asText()))) {
                verbs.add(verb);
            }
        });
        return narrowed;
    }

    /** Grants it, and {@return a token of the account} */
    String applyTo(ApiUser admin) {
        admin.apply("kubectl", text());
        return admin.issueToken(namespace, account);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        objects.forEach(object -> text.append("---\n").append(object).append('\n'));
        return text.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

package io.credstream.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.model.Cluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads kubeconfigs, and judges them before anything acts on them.
 *
 * <p>The client library is never given a kubeconfig, because it runs {@code exec} plugins while it parses. What is read here
 * is one context with its cluster and user, and of these only what {@link Connection} has room for. Other contexts are not
 * looked at: a workstation's file may well have an {@code exec} in a context that nobody asked for.
 */
public final class Kubeconfigs {

    private static final int MAX_BYTES = 1 << 20;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private Kubeconfigs() {}

    /** Reads what the fleet refers to, anew at each call: certificates and tokens get replaced. */
    public static Kubeconfig read(Cluster.Access.KubeconfigFile file) {
        var problems = new Problems(file.path());
        try {
            Path path = Path.of(file.path()).toAbsolutePath();
            if (Files.size(path) > MAX_BYTES) {
                return problems.missing("file", "is larger than 1 MiB", "give the path of a kubeconfig");
            }
            return parse(problems, Files.readString(path), file.context(), References.relativeTo(path));
        } catch (IOException | InvalidPathException e) {
            return problems.missing("file", "cannot be read", "check the path and its permissions");
        }
    }

    /**
     * Judges a kubeconfig that came from a cluster. It may not refer to files: they would be ours, not its author's.
     *
     * @param origin what to call it in problems
     */
    public static Kubeconfig parse(String origin, String yaml) {
        return parse(new Problems(origin), yaml, null, References.NONE);
    }

    private static Kubeconfig parse(Problems problems, String yaml, @Nullable String context, References references) {
        JsonNode root;
        try {
            root = YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            String line = at == null ? "file" : "line " + at.getLineNr();
            return problems.missing(line, "is not YAML", "check it with kubectl config view");
        }
        String name = context != null ? context : root.path("current-context").asText("");
        if (name.isEmpty()) {
            return problems.missing("current-context", "is not set", "set it, or name a context in the fleet file");
        }
        Optional<JsonNode> chosen = named(root, "contexts", "context", name);
        if (chosen.isEmpty()) {
            return problems.missing("contexts[" + name + "]", "does not exist", "name one of: " + names(root));
        }
        JsonNode cluster = referenced(root, chosen.get(), name, "cluster", "clusters", problems);
        JsonNode user = referenced(root, chosen.get(), name, "user", "users", problems);
        String clusterName = chosen.get().path("cluster").asText();
        String userName = chosen.get().path("user").asText();
        var reader = new ContextReader(problems, references);
        Optional<Connection> connection = reader.read(
                new Fields("clusters[" + clusterName + "].cluster.", cluster),
                new Fields("users[" + userName + "].user.", user));
        return problems.unusable().orElseGet(() -> new Kubeconfig.Usable(connection.orElseThrow()));
    }

    private static JsonNode referenced(
            JsonNode root, JsonNode context, String contextName, String field, String list, Problems problems) {
        String name = context.path(field).asText("");
        if (name.isEmpty() && field.equals("user")) {
            return MissingNode.getInstance();
        }
        Optional<JsonNode> entry = named(root, list, field, name);
        if (entry.isEmpty()) {
            problems.add(
                    "contexts[" + contextName + "].context." + field,
                    "names an entry that does not exist in " + list,
                    "name one that does");
        }
        return entry.orElseGet(MissingNode::getInstance);
    }

    /** The first of that name, as kubectl has it. */
    private static Optional<JsonNode> named(JsonNode root, String list, String field, String name) {
        for (JsonNode entry : root.path(list)) {
            if (entry.path("name").asText("").equals(name)) {
                return Optional.of(entry.path(field));
            }
        }
        return Optional.empty();
    }

    private static String names(JsonNode root) {
        List<String> names = root.path("contexts").findValuesAsText("name");
        return names.isEmpty() ? "(there are none)" : String.join(", ", names);
    }
}

package io.credstream.kube;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a kubeconfig by their names, which are unique, as client-go wants them. */
final class Entries {

    /** One context's cluster and user. */
    record Context(Fields cluster, Fields user) {}

    private final Fields root;
    private final Problems problems;
    private final Map<String, Value> contexts;
    private final Map<String, Value> clusters;
    private final Map<String, Value> users;

    private Entries(Fields root) {
        this.root = root;
        this.problems = root.problems();
        this.contexts = named("contexts", "context");
        this.clusters = named("clusters", "cluster");
        this.users = named("users", "user");
    }

    static Entries of(Value document, Problems problems) {
        Fields root = Fields.of("", document, problems);
        if (!root.text("kind").orElse("Config").equals("Config")
                || !root.text("apiVersion").orElse("v1").equals("v1")) {
            problems.add("kind", "is not a Config of v1", "give a kubeconfig");
        }
        return new Entries(root);
    }

    /**
     * A context.
     *
     * @param asked absent for the current one
     * @return empty only if there are problems
     */
    Optional<Context> context(@Nullable String asked) {
        if (problems.count() > 0) {
            return Optional.empty();
        }
        String name = asked != null ? asked : root.text("current-context").orElse("");
        if (name.isEmpty()) {
            if (problems.count() == 0) {
                problems.add("current-context", "is not set", "set it, or name a context in the fleet file");
            }
            return Optional.empty();
        }
        Value entry = contexts.get(name);
        if (entry == null) {
            problems.add(
                    place("contexts", name),
                    "does not exist",
                    "name one of: " + Names.shown(List.copyOf(contexts.keySet())));
            return Optional.empty();
        }
        Fields context = Fields.of(place("contexts", name) + ".context.", entry, problems);
        Optional<Fields> cluster = referenced(context, "cluster", "clusters", clusters);
        Optional<Fields> user = context.has("user")
                ? referenced(context, "user", "users", users)
                : Optional.of(new Fields("", Map.of(), problems));
        return cluster.isPresent() && user.isPresent()
                ? Optional.of(new Context(cluster.get(), user.get()))
                : Optional.empty();
    }

    private Optional<Fields> referenced(Fields context, String field, String list, Map<String, Value> entries) {
        int before = problems.count();
        Optional<String> name = context.text(field);
        Value entry = entries.get(name.orElse(""));
        if (name.isEmpty() || entry == null) {
            if (problems.count() == before) {
                problems.add(
                        context.path() + field, "names an entry that does not exist in " + list, "name one that does");
            }
            return Optional.empty();
        }
        return Optional.of(Fields.of(place(list, name.get()) + "." + field + ".", entry, problems));
    }

    private Map<String, Value> named(String list, String field) {
        Map<String, Value> named = new LinkedHashMap<>();
        List<Value> items = root.items(list);
        for (int i = 0; i < items.size(); i++) {
            Fields item = Fields.of(list + "[" + i + "].", items.get(i), problems);
            String name = item.text("name").orElse("");
            if (named.putIfAbsent(name, item.value(field)) != null) {
                problems.add(
                        place(list, name),
                        "is a duplicate name",
                        "remove or rename one of them: kubectl refuses the file");
            }
        }
        return named;
    }

    private static String place(String list, String name) {
        return list + "[" + Names.shown(Objects.requireNonNull(name)) + "]";
    }
}

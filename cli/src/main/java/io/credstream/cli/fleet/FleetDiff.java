package io.credstream.cli.fleet;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Discovery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet file changes in the log.
 *
 * @param changes in order of the ids
 * @param others clusters of another origin, which are left alone
 */
public record FleetDiff(List<Change> changes, int unchanged, int others) {

    public FleetDiff {
        changes = List.copyOf(changes);
    }

    /** What happens to a cluster. */
    public sealed interface Change {
        String id();

        record Created(Cluster cluster) implements Change {
            @Override
            public String id() {
                return cluster.id();
            }
        }

        /** The same id with other content, or taken over from another origin. */
        record Changed(Cluster before, Cluster after) implements Change {
            @Override
            public String id() {
                return after.id();
            }
        }

        record Removed(Cluster cluster) implements Change {
            @Override
            public String id() {
                return cluster.id();
            }
        }
    }

    /** Compares a file with what the log holds. */
    public static FleetDiff of(FleetFile file, Map<String, Cluster> present) {
        Map<String, Change> changes = new TreeMap<>();
        int unchanged = 0;
        Set<String> named = new HashSet<>();
        for (Cluster wanted : file.clusters()) {
            named.add(wanted.id());
            @Nullable Cluster before = present.get(wanted.id());
            if (before == null) {
                changes.put(wanted.id(), new Change.Created(wanted));
            } else if (isSame(before, wanted)) {
                unchanged++;
            } else {
                changes.put(wanted.id(), new Change.Changed(before, wanted));
            }
        }
        int others = 0;
        for (Cluster cluster : present.values()) {
            if (named.contains(cluster.id())) {
                continue;
            }
            if (origin(cluster).equals(Optional.of(file.origin()))) {
                changes.put(cluster.id(), new Change.Removed(cluster));
            } else {
                others++;
            }
        }
        return new FleetDiff(List.copyOf(changes.values()), unchanged, others);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * The clusters of the file that another file brought, by id, each with the origin of that file. Those that were discovered are
     * none of them, for a file wins over discovery; nor are those whose record does not say which file they came from.
     */
    public Map<String, String> takenOver() {
        Map<String, String> taken = new TreeMap<>();
        for (Change change : changes) {
            if (change instanceof Change.Changed(Cluster before, Cluster after)) {
                origin(before)
                        .filter(origin -> !Optional.of(origin).equals(origin(after)))
                        .ifPresent(origin -> taken.put(after.id(), origin));
            }
        }
        return taken;
    }

    /** {@code 2 created, 1 changed, 1 removed, 3 unchanged}. */
    public String recap() {
        String counts = "%d created, %d changed, %d removed, %d unchanged"
                .formatted(
                        count(Change.Created.class),
                        count(Change.Changed.class),
                        count(Change.Removed.class),
                        unchanged);
        return others == 0 ? counts : counts + "; " + others + " of another origin left alone";
    }

    /** A line for each change, and below it one for each field that differs. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Change change : changes) {
            switch (change) {
                case Change.Created(Cluster cluster) -> {
                    lines.add("+ " + cluster.id() + " (" + cluster.role().display() + ")");
                    fields(cluster)
                            .forEach((field, value) -> value.ifPresent(v -> lines.add("    " + field + ": " + v)));
                }
                case Change.Changed(Cluster before, Cluster after) -> {
                    lines.add("~ " + after.id());
                    lines.addAll(differences(before, after));
                }
                case Change.Removed(Cluster cluster) -> lines.add("- " + cluster.id());
            }
        }
        return lines;
    }

    private static List<String> differences(Cluster before, Cluster after) {
        Map<String, Optional<String>> then = fields(before);
        List<String> lines = new ArrayList<>();
        fields(after).forEach((field, value) -> {
            Optional<String> old = then.getOrDefault(field, Optional.empty());
            if (!value.equals(old)) {
                lines.add("    " + field + ": " + old.orElse("-") + " -> " + value.orElse("-"));
            }
        });
        return lines;
    }

    private static Map<String, Optional<String>> fields(Cluster cluster) {
        Map<String, Optional<String>> fields = new LinkedHashMap<>();
        fields.put("role", Optional.of(cluster.role().display()));
        fields.put("controlPlane", Optional.ofNullable(cluster.controlPlane()));
        fields.put("kyma", Optional.ofNullable(cluster.kyma()));
        switch (cluster.access()) {
            case Cluster.Access.KubeconfigFile(String path, String context) -> {
                fields.put("kubeconfig", Optional.of(path));
                fields.put("context", Optional.ofNullable(context));
            }
            case Cluster.Access.KubeconfigSecret secret -> fields.put("kubeconfig", Optional.of(secret.describe()));
        }
        fields.put("namespaces", Optional.of(String.join(", ", cluster.namespaces())));
        fields.put("lifecycleManagerVersion", Optional.ofNullable(cluster.lifecycleManagerVersion()));
        Optional<Discovery> discovery = Optional.ofNullable(cluster.discovery());
        fields.put("discover", discovery.map(ignored -> "true"));
        fields.put("runtimeServiceAccount", discovery.map(Discovery::serviceAccount));
        fields.put("fuse", Optional.ofNullable(cluster.fuse()).map(String::valueOf));
        fields.put(
                "origin",
                Optional.of(origin(cluster).orElseGet(() -> cluster.cause().describe())));
        return fields;
    }

    /** Who applied it is no difference; from which file is: it decides on who may remove it. */
    private static boolean isSame(Cluster a, Cluster b) {
        return fields(a).equals(fields(b));
    }

    private static Optional<String> origin(Cluster cluster) {
        return cluster.cause() instanceof Cause.Request request
                        && request.command().startsWith(FleetFile.COMMAND)
                ? Optional.of(request.command().substring(FleetFile.COMMAND.length()))
                : Optional.empty();
    }

    private long count(Class<? extends Change> type) {
        return changes.stream().filter(type::isInstance).count();
    }
}

package io.credstream.cli.fleet;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.text.Nearest;
import io.credstream.cli.text.Problem;
import io.credstream.cli.text.YamlFile;
import io.credstream.cli.text.YamlNode;
import io.credstream.kube.Kubeconfig;
import io.credstream.kube.Kubeconfigs;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a fleet file, and reports everything that is wrong with it at once. */
public final class FleetFileReader {

    private static final List<String> KEYS = List.of("name", "clusters");

    private final Path file;
    private final List<Problem> problems = new ArrayList<>();

    private FleetFileReader(Path file) {
        this.file = file;
    }

    /**
     * Reads.
     *
     * @param user who wants it applied
     * @param here whether kubeconfigs are for this machine and are to be judged too
     * @throws Failure with all problems
     */
    public static FleetFile read(Path file, String user, boolean here) {
        return new FleetFileReader(file).read(user, here);
    }

    private FleetFile read(String user, boolean here) {
        YamlNode root = YamlFile.read(file, problems);
        Map<String, YamlNode> keys = root.present() ? root.map(KEYS) : Map.of();
        List<ClusterEntry> entries = new ArrayList<>();
        YamlNode list = keys.get("clusters");
        if (list != null) {
            if (!list.present()) {
                list.problem("is missing", "list the clusters of the fleet, each after '- '");
            }
            list.list().forEach(item -> ClusterEntry.read(item).ifPresent(entries::add));
        }
        checkIds(entries);
        checkRuntimes(entries);
        checkDiscovery(entries);
        String origin = Optional.ofNullable(keys.get("name"))
                .flatMap(YamlNode::text)
                .orElseGet(() -> file.toAbsolutePath().normalize().toString());
        Cause cause = new Cause.Request(user, FleetFile.COMMAND + origin);
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        List<Cluster> clusters = entries.stream()
                .flatMap(entry -> entry.cluster(folder, cause).stream())
                .toList();
        if (here) {
            entries.forEach(
                    entry -> entry.cluster(folder, cause).ifPresent(cluster -> checkKubeconfig(entry, cluster)));
        }
        if (!problems.isEmpty()) {
            throw new Failure(
                    ExitCode.USAGE, problems.stream().map(Problem::toString).toList());
        }
        Map<String, String> places = new HashMap<>();
        entries.forEach(entry -> places.put(entry.idText(), entry.node().place()));
        return new FleetFile(origin, clusters, places);
    }

    private static void checkIds(List<ClusterEntry> entries) {
        Map<String, ClusterEntry> byId = new HashMap<>();
        for (ClusterEntry entry : entries) {
            ClusterEntry before = entry.id() == null ? null : byId.putIfAbsent(entry.idText(), entry);
            if (before != null) {
                entry.field("id")
                        .problem(
                                "'" + entry.id() + "' stands at "
                                        + before.field("id").place() + " already",
                                "give each cluster an id of its own");
            }
        }
    }

    private static void checkRuntimes(List<ClusterEntry> entries) {
        Map<String, Role> roles = new LinkedHashMap<>();
        entries.forEach(entry -> roles.putIfAbsent(entry.idText(), entry.role()));
        List<String> controlPlanes = roles.entrySet().stream()
                .filter(e -> e.getValue() == Role.CONTROL_PLANE && !e.getKey().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        Map<String, ClusterEntry> kymas = new HashMap<>();
        for (ClusterEntry entry : entries) {
            String controlPlane = entry.controlPlane();
            if (entry.role() != Role.RUNTIME || controlPlane == null) {
                continue;
            }
            if (!controlPlanes.contains(controlPlane)) {
                String message = roles.containsKey(controlPlane)
                        ? "'" + controlPlane + "' is no control plane"
                        : "'" + controlPlane + "' is not in this file" + Nearest.hint(controlPlane, controlPlanes);
                entry.field("controlPlane")
                        .problem(message, "name one of its control planes: " + orNone(controlPlanes));
            }
            ClusterEntry before =
                    entry.kyma() == null ? null : kymas.putIfAbsent(controlPlane + "/" + entry.kyma(), entry);
            if (before != null) {
                entry.field("kyma")
                        .problem(
                                "'" + entry.kyma() + "' of " + controlPlane + " is the Kyma of '" + before.id()
                                        + "' already",
                                "give the Kyma of this runtime, or remove one of the two");
            }
        }
    }

    /** What a control plane discovers is called by its id and the name of the Kyma: such ids are its own. */
    private static void checkDiscovery(List<ClusterEntry> entries) {
        List<String> discovering = entries.stream()
                .filter(entry -> entry.discovery() != null)
                .map(ClusterEntry::idText)
                .toList();
        for (ClusterEntry entry : entries) {
            DiscoveredIds.owner(entry.idText(), entry.controlPlane(), entry.kyma(), discovering)
                    .ifPresent(owner -> entry.field("id")
                            .problem(DiscoveredIds.message(entry.idText(), owner), DiscoveredIds.fix(owner)));
        }
    }

    private static void checkKubeconfig(ClusterEntry entry, Cluster cluster) {
        if (cluster.access() instanceof KubeconfigFile file
                && Kubeconfigs.read(file) instanceof Kubeconfig.Unusable unusable) {
            unusable.problems()
                    .forEach(p -> entry.field(p.field().startsWith("contexts[") ? "context" : "kubeconfig")
                            .problem(p.file() + ": " + p.field() + " " + p.message(), p.fix()));
        }
    }

    private static String orNone(List<String> names) {
        return names.isEmpty() ? "(there are none)" : String.join(", ", names);
    }

    /** The user as the log is to show it. */
    public static String currentUser() {
        @Nullable String user = System.getProperty("user.name");
        return user == null || user.isBlank() ? "unknown" : user;
    }
}

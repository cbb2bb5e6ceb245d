package io.credstream.cli.fleet;

import io.credstream.model.Cluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Ids of discovered runtimes are those of their control plane with the name of the Kyma after a dot. Nothing else may be called
 * so: else two clusters could claim one id.
 */
final class DiscoveredIds {

    private DiscoveredIds() {}

    /**
     * The control plane that could discover another cluster under this id. A runtime that is what would be discovered is none:
     * it stands in the fleet file instead.
     */
    static Optional<String> owner(
            String id, @Nullable String controlPlane, @Nullable String kyma, Collection<String> discovering) {
        return discovering.stream()
                .filter(owner -> id.startsWith(owner + "."))
                .filter(owner -> !owner.equals(controlPlane) || !id.equals(owner + "." + kyma))
                .findFirst();
    }

    /** As above, of a file together with what else is in the fleet. */
    static List<String> problems(FleetFile file, Map<String, Cluster> present) {
        Map<String, Cluster> all = new TreeMap<>(present);
        all.values().removeIf(cluster -> cluster.access() instanceof Cluster.Access.KubeconfigSecret);
        file.clusters().forEach(cluster -> all.put(cluster.id(), cluster));
        List<String> discovering = all.values().stream()
                .filter(cluster -> cluster.discovery() != null)
                .map(Cluster::id)
                .toList();
        List<String> problems = new ArrayList<>();
        for (Cluster cluster : all.values()) {
            Optional<String> owner = owner(cluster.id(), cluster.controlPlane(), cluster.kyma(), discovering);
            boolean concernsFile = file.places().containsKey(cluster.id())
                    || owner.filter(file.places()::containsKey).isPresent();
            if (owner.isPresent() && concernsFile) {
                String place =
                        file.places().getOrDefault(cluster.id(), file.places().get(owner.get()));
                problems.add(place + ": " + message(cluster.id(), owner.get()) + "; " + fix(owner.get()));
            }
        }
        return problems;
    }

    static String message(String id, String owner) {
        return "'" + id + "' is what " + owner + " would call a runtime that it discovers";
    }

    static String fix(String owner) {
        return "give it an id that does not start with '" + owner + ".'";
    }
}

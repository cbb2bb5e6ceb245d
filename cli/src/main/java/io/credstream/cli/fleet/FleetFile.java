package io.credstream.cli.fleet;

import io.credstream.model.Cluster;
import java.util.List;
import java.util.Map;

/**
 * A fleet file without mistakes.
 *
 * @param origin what tells its clusters from those of other files: its {@code name}, else its path
 * @param clusters in the order of the file
 * @param places of the clusters, as {@code file:line}, by id
 */
public record FleetFile(String origin, List<Cluster> clusters, Map<String, String> places) {

    /** Starts the command in the cause of every cluster that a fleet file brought. */
    static final String COMMAND = "fleet apply ";

    public FleetFile {
        clusters = List.copyOf(clusters);
        places = Map.copyOf(places);
    }
}

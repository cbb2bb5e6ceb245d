package io.credstream.ingest.own;

import io.credstream.observe.LogKeys;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clusters of which something was reported, and of which the topic of the fleet says nothing, neither that they are members nor
 * that they have left. It lost them; nothing is withdrawn, and nobody knows how to reach them. Not thread-safe.
 */
final class Unaccounted {

    private static final Logger LOG = LoggerFactory.getLogger(Unaccounted.class);

    private final String topic;
    private final Set<String> clusters;

    Unaccounted(String topic, Set<String> clusters) {
        this.topic = topic;
        this.clusters = new TreeSet<>(clusters);
        if (!clusters.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue(LogKeys.TOPIC, topic)
                    .addKeyValue(LogKeys.COUNT, clusters.size())
                    .addKeyValue(LogKeys.CLUSTER, LostFleet.names(this.clusters))
                    .log(
                            "The topic of the fleet has lost clusters; what is known of them stays. Apply the fleet file again");
        }
    }

    /** The topic says something about a cluster. Returns whether that is news. */
    boolean found(String cluster) {
        return clusters.remove(cluster);
    }

    /** Why the fleet is not complete; empty if it is. */
    String describe() {
        return clusters.isEmpty()
                ? ""
                : "the fleet is not in the topic any more, or not all of it: " + topic + " lacks "
                        + LostFleet.names(clusters) + ", not watched; apply the fleet file again";
    }
}

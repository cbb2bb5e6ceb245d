package io.credstream.simulation.guarantee;

import io.credstream.simulation.cluster.ApiServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What there is, when everything is at rest. */
public interface Situation {

    List<ApiServer> clusters();

    Instant now();

    /** Keys of the Manifests about which a decision is pending. */
    Set<String> pending();

    /** How many records have been written so far. */
    long line();

    /** What the records up to a line, which stands for a moment, say about the Manifests. */
    Map<String, HistoryIsTrue.Told> told(long line, Instant moment);
}

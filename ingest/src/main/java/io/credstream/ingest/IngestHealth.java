package io.credstream.ingest;

import java.util.List;

/**
 * How it stands with ingest, from the state of its loops.
 *
 * @param alive whether every loop that should run does; if not, only a restart helps
 * @param ready whether the clusters that fell to this instance are owned and watched
 * @param reasons what is missing, for a person
 */
public record IngestHealth(boolean alive, boolean ready, List<String> reasons) {
    public IngestHealth {
        reasons = List.copyOf(reasons);
    }
}

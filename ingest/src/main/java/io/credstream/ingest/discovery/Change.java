package io.credstream.ingest.discovery;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;

/** What discovery changes in the fleet. */
public sealed interface Change {

    /** Who. */
    String id();

    /** A runtime is new, or another one than before. */
    record Put(Cluster runtime) implements Change {
        @Override
        public String id() {
            return runtime.id();
        }
    }

    /** A runtime leaves. */
    record Remove(String id, Cause cause) implements Change {}
}

package io.credstream.ingest.watch;

import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.observe.Fault;
import java.util.List;

/** Where sightings of one cluster go, in order, and what is known already. Safe for use by any thread. */
public interface Sightings {

    /** Hands a sighting over; waits while there are too many that nobody has dealt with. */
    void put(Sighting sighting) throws InterruptedException;

    /** Work for the cluster failed unexpectedly: nothing more comes of this watch. */
    void failed(Fault fault) throws InterruptedException;

    /** Whether an object is in the topics, as far as that is committed. */
    boolean isKnown(Kind kind, ObjectRef ref);

    /** The entries of a credential as last reported; empty if there are none. */
    List<RegistryEntry> registries(Kind kind, ObjectRef ref);
}

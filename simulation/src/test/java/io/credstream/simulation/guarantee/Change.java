package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ModuleTemplate;
import io.credstream.simulation.cluster.ModuleTemplate.Ask;
import io.credstream.simulation.cluster.Secret;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Something that happens to the world, and can be a reason to write. */
public sealed interface Change {

    /**
     * A Secret was made, changed or deleted.
     *
     * @param before absent when it is made, {@code after} when it is deleted
     */
    record OfSecret(
            String cluster,
            @Nullable Secret before,
            @Nullable Secret after) implements Change {}

    /**
     * A template was made, changed or deleted.
     *
     * @param before absent when it is made, {@code after} when it is deleted
     */
    record OfTemplate(
            String cluster,
            @Nullable ModuleTemplate before,
            @Nullable ModuleTemplate after) implements Change {}

    /** A Manifest was made, deleted, or changed by somebody else. */
    record OfManifest(
            String cluster,
            String name,
            @Nullable ObjectNode before,
            @Nullable ObjectNode after) implements Change {}

    /**
     * An operator brakes.
     *
     * @param target {@code all}, {@code cluster/…} or {@code module/…}
     */
    record OfBrake(String target, Braked mode) implements Change {}

    /**
     * An operator pins a Manifest, or takes the pin back.
     *
     * @param pin absent when it is taken back
     */
    record OfPin(String cluster, String name, @Nullable Pinned pin) implements Change {}

    /**
     * What a pin says.
     *
     * @param layers by layer what it is to carry; none of ours where nothing is asked for
     * @param until from when on it holds nothing; absent for never
     */
    record Pinned(Map<String, Ask> layers, @Nullable Instant until) {
        public Pinned {
            layers = Collections.unmodifiableMap(new TreeMap<>(layers)); // in order, as it is told in a trace
        }

        /** Whether it holds anything at a moment. */
        public boolean holds(Instant moment) {
            return until == null || moment.isBefore(until);
        }
    }

    /** What a brake does. */
    enum Braked {
        RESUMED,
        PAUSED,
        WITHDRAWN
    }
}

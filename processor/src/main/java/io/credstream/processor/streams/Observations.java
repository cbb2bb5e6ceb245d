package io.credstream.processor.streams;

import io.credstream.model.Deletion;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The newest observation of each object of a kind. Only what is strictly older is refused: an equal one is a record that is
 * processed again, because its output may have been lost.
 */
final class Observations<V extends Record & Versioned> {

    private final Kept<V> present;
    private final Kept<Gone> gone;

    Observations(Kept<V> present, Kept<Gone> gone) {
        this.present = present;
        this.gone = gone;
    }

    /**
     * Takes an observation, unless it is older than what is known.
     *
     * @param learn what else remembers it, before it is kept: if that fails, nothing is kept
     * @param older what to answer if it is older
     */
    <T> T accept(V observation, Function<V, T> learn, T older) {
        String key = observation.ref().key();
        if (observation.version().isOlderThan(known(key))) {
            return older;
        }
        T learned = learn.apply(observation);
        present.put(key, observation);
        gone.delete(key);
        return learned;
    }

    /** As above, for a deletion. */
    <T> T accept(ObjectRef ref, Deletion deletion, Instant now, Function<ObjectRef, T> learn, T older) {
        String key = ref.key();
        if (deletion.version().isOlderThan(known(key))) {
            return older;
        }
        T learned = learn.apply(ref);
        gone.put(key, new Gone(deletion.version(), now));
        present.delete(key);
        return learned;
    }

    @Nullable
    V get(ObjectRef ref) {
        return present.get(ref.key());
    }

    /** See {@link Kept#restore}. */
    void restore(Bulkhead<?> bulkhead, String work, Consumer<V> learn) {
        present.restore(bulkhead, work, (key, observation) -> learn.accept(observation));
        gone.restore(bulkhead, work, (key, deleted) -> {});
    }

    /** Forgets what has been gone since before a moment. */
    void forget(Instant before) {
        gone.forEach((key, deleted) -> {
            if (deleted.since().isBefore(before)) {
                gone.delete(key);
            }
        });
    }

    private Version known(String key) {
        V observation = present.get(key);
        if (observation != null) {
            return observation.version();
        }
        Gone deleted = gone.get(key);
        return deleted == null ? Version.NONE : deleted.version();
    }
}

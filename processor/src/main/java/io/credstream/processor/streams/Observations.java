package io.credstream.processor.streams;

import io.credstream.model.Deletion;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The newest observation of each object of a kind. Only what is strictly older is refused: an equal one is a record that is
 * processed again, because its output may have been lost.
 */
final class Observations<V extends Versioned> {

    private final KeyValueStore<String, V> present;
    private final KeyValueStore<String, Gone> gone;

    Observations(KeyValueStore<String, V> present, KeyValueStore<String, Gone> gone) {
        this.present = present;
        this.gone = gone;
    }

    /** Whether this is news, or was the last. */
    boolean accept(V observation) {
        String key = observation.ref().key();
        if (observation.version().isOlderThan(known(key))) {
            return false;
        }
        present.put(key, observation);
        gone.delete(key);
        return true;
    }

    /** Whether this is news, or was the last. */
    boolean accept(ObjectRef ref, Deletion deletion, Instant now) {
        String key = ref.key();
        if (deletion.version().isOlderThan(known(key))) {
            return false;
        }
        present.delete(key);
        gone.put(key, new Gone(deletion.version(), now));
        return true;
    }

    @Nullable
    V get(ObjectRef ref) {
        return present.get(ref.key());
    }

    void forEach(Consumer<V> action) {
        StageStore.forEach(present, action);
    }

    /** Forgets what has been gone since before a moment. */
    void forget(Instant before) {
        List<String> forgotten = new ArrayList<>();
        try (var all = gone.all()) {
            all.forEachRemaining(entry -> {
                if (entry.value.since().isBefore(before)) {
                    forgotten.add(entry.key);
                }
            });
        }
        forgotten.forEach(gone::delete);
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

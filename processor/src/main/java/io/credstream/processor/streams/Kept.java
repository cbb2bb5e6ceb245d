package io.credstream.processor.streams;

import io.credstream.model.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The values of a {@link StageStore} in a task. Its changelog grows with changes only. */
final class Kept<V extends Record> {

    private static final Cause RESTORED = new Cause.Request(DeadLetters.SERVICE, "restored state");

    private final KeyValueStore<String, V> store;

    Kept(KeyValueStore<String, V> store) {
        this.store = store;
    }

    @Nullable
    V get(String key) {
        return store.get(key);
    }

    void put(String key, V value) {
        store.put(key, value);
    }

    /** Says nothing of a key that is not there. */
    void delete(String key) {
        if (store.get(key) != null) {
            store.delete(key);
        }
    }

    /** In the order of the keys. It may change what is kept. */
    void forEach(BiConsumer<String, V> action) {
        all().forEach(entry -> {
            if (entry.value != null) {
                action.accept(entry.key, entry.value);
            }
        });
    }

    /**
     * As {@link #forEach}, for a task that begins: each value is learned on its own. One that cannot be decoded is dropped, and
     * its key is faulted.
     *
     * @param work as in {@link Bulkhead#attempt}: what learns the key's next value
     */
    void restore(Bulkhead<?> bulkhead, String work, BiConsumer<String, V> learn) {
        for (KeyValue<String, @Nullable V> entry : all()) {
            bulkhead.restore(work, entry.key, RESTORED, () -> {
                V value = entry.value;
                if (value == null) {
                    store.delete(entry.key);
                    throw new SerializationException("a value that was kept cannot be decoded");
                }
                learn.accept(entry.key, value);
            });
        }
    }

    private List<KeyValue<String, @Nullable V>> all() {
        List<KeyValue<String, @Nullable V>> entries = new ArrayList<>();
        try (var all = store.all()) {
            all.forEachRemaining(entries::add);
        }
        return entries;
    }
}

package io.credstream.processor.streams;

import io.credstream.avro.AvroSerde;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A store of a stage: by text key, in memory, with a changelog. No cache: it would keep changes from the changelog for a while.
 *
 * @param name part of the changelog's name, so not to be changed
 */
record StageStore<V extends Record>(String name, Class<V> type) {

    StoreBuilder<KeyValueStore<String, V>> builder(StageSettings settings) {
        return Stores.keyValueStoreBuilder(settings.storage().apply(name), Serdes.String(), AvroSerde.of(type))
                .withCachingDisabled();
    }

    KeyValueStore<String, V> in(ProcessingContext context) {
        return context.getStateStore(name);
    }

    static <V> void forEach(KeyValueStore<String, V> store, Consumer<V> action) {
        try (var all = store.all()) {
            all.forEachRemaining(entry -> action.accept(entry.value));
        }
    }
}

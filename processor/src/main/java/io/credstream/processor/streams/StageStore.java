package io.credstream.processor.streams;

import io.credstream.avro.AvroSerde;
import io.credstream.avro.UnknownSchemaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
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
        Serde<V> serde = RecordBudget.bounded(AvroSerde.of(type));
        return Stores.keyValueStoreBuilder(
                        settings.storage().apply(name),
                        Serdes.String(),
                        Serdes.serdeFrom(serde.serializer(), lenient(serde.deserializer())))
                .withCachingDisabled();
    }

    Kept<V> in(ProcessingContext context) {
        return new Kept<>(context.getStateStore(name));
    }

    /** One value that nobody can decode must not end the task at each start: it counts as absent, and {@link Kept} says so. */
    @SuppressWarnings("NullAway") // Kafka's deserializers are not annotated
    private static <V> Deserializer<V> lenient(Deserializer<V> strict) {
        return (topic, bytes) -> {
            try {
                return strict.deserialize(topic, bytes);
            } catch (UnknownSchemaException e) {
                throw e; // only processors write here, so a newer one did: nothing of that may be lost
            } catch (SerializationException e) {
                return null;
            }
        };
    }
}

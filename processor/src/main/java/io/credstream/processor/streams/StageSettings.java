package io.credstream.processor.streams;

import io.credstream.rules.retry.Retries;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;

/**
 * What both stages are made with.
 *
 * @param gate when a task may speak
 * @param retries when a decision is sent again
 * @param evaluation how often a task evaluates all that it owns
 * @param memory for how long it is remembered at which version something was found gone
 * @param meters what is measured of them
 * @param storage makes what is behind a store of this name; its changelog is Kafka Streams' affair
 */
public record StageSettings(
        Topics topics,
        Gate gate,
        Retries retries,
        Duration evaluation,
        Duration memory,
        StageMeters meters,
        Function<String, KeyValueBytesStoreSupplier> storage) {

    public StageSettings {
        if (!evaluation.isPositive() || !memory.isPositive()) {
            throw new IllegalArgumentException("durations must be positive");
        }
    }
}

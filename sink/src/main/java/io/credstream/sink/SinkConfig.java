package io.credstream.sink;

import io.credstream.read.SkippedRecords;
import io.credstream.sink.cluster.EventBudget;
import io.credstream.sink.lane.LaneSettings;
import io.credstream.topics.KafkaSetup;
import java.time.Duration;

/**
 * Everything that a sink can be told.
 *
 * @param connectTimeout for a connection to an API server
 * @param requestTimeout for a request to an API server, with its answer
 * @param maxPending decisions held in memory beyond which nothing more is read; more than there are Manifests, or a dead
 *     cluster could in the end delay the others
 * @param skipped decisions that are put aside although only a newer build could read them
 */
public record SinkConfig(
        KafkaSetup kafka,
        LaneSettings lanes,
        EventBudget events,
        Duration connectTimeout,
        Duration requestTimeout,
        int maxPending,
        SkippedRecords skipped) {

    public SinkConfig {
        if (!connectTimeout.isPositive() || !requestTimeout.isPositive() || maxPending < 1) {
            throw new IllegalArgumentException("timeouts and maxPending must be positive");
        }
    }

    /** Defaults for everything but the brokers and the topics. */
    public static SinkConfig of(KafkaSetup kafka) {
        return new SinkConfig(
                kafka,
                LaneSettings.DEFAULTS,
                EventBudget.DEFAULTS,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                250_000,
                SkippedRecords.NONE);
    }

    public SinkConfig withLanes(LaneSettings settings) {
        return new SinkConfig(kafka, settings, events, connectTimeout, requestTimeout, maxPending, skipped);
    }

    public SinkConfig withTimeouts(Duration connect, Duration request) {
        return new SinkConfig(kafka, lanes, events, connect, request, maxPending, skipped);
    }

    public SinkConfig withSkipped(SkippedRecords records) {
        return new SinkConfig(kafka, lanes, events, connectTimeout, requestTimeout, maxPending, records);
    }

    /** The consumer group that shares out the control planes; sinks of one fleet have the same. */
    public String group() {
        return kafka.topics().prefix() + "sink";
    }
}

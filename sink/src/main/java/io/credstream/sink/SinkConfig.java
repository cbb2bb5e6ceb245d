package io.credstream.sink;

import io.credstream.read.SkippedRecords;
import io.credstream.sink.cluster.EventBudget;
import io.credstream.sink.lane.LaneSettings;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.time.Duration;

/**
 * Everything that a sink can be told.
 *
 * @param group the consumer group that shares out the control planes; sinks of one fleet have the same
 * @param sessionTimeout how long an instance may be unheard of before another one takes its control planes over
 * @param connectTimeout for a connection to an API server
 * @param requestTimeout for a request to an API server, with its answer
 * @param maxPending decisions held in memory beyond which nothing more is read; more than there are Manifests, or a dead
 *     cluster could in the end delay the others
 * @param skipped decisions that are put aside although only a newer build could read them
 */
public record SinkConfig(
        KafkaClients kafka,
        Topics topics,
        TopicSetup topicSetup,
        String group,
        Duration sessionTimeout,
        LaneSettings lanes,
        EventBudget events,
        Duration connectTimeout,
        Duration requestTimeout,
        int maxPending,
        SkippedRecords skipped) {

    public SinkConfig {
        if (group.isBlank()) {
            throw new IllegalArgumentException("the group must have a name");
        }
        if (!sessionTimeout.isPositive()
                || !connectTimeout.isPositive()
                || !requestTimeout.isPositive()
                || maxPending < 1) {
            throw new IllegalArgumentException("timeouts and maxPending must be positive");
        }
    }

    /** Defaults for everything but the brokers and the topics' names. */
    public static SinkConfig defaults(KafkaClients kafka, String prefix) {
        return new SinkConfig(
                kafka,
                Topics.withPrefix(prefix),
                TopicSetup.DEFAULTS,
                prefix + "sink",
                KafkaClients.SESSION_TIMEOUT,
                LaneSettings.DEFAULTS,
                EventBudget.DEFAULTS,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                250_000,
                SkippedRecords.NONE);
    }

    public SinkConfig withLanes(LaneSettings settings) {
        return new SinkConfig(
                kafka,
                topics,
                topicSetup,
                group,
                sessionTimeout,
                settings,
                events,
                connectTimeout,
                requestTimeout,
                maxPending,
                skipped);
    }

    public SinkConfig withTopicSetup(TopicSetup setup) {
        return new SinkConfig(
                kafka,
                topics,
                setup,
                group,
                sessionTimeout,
                lanes,
                events,
                connectTimeout,
                requestTimeout,
                maxPending,
                skipped);
    }

    public SinkConfig withSessionTimeout(Duration timeout) {
        return new SinkConfig(
                kafka,
                topics,
                topicSetup,
                group,
                timeout,
                lanes,
                events,
                connectTimeout,
                requestTimeout,
                maxPending,
                skipped);
    }

    public SinkConfig withTimeouts(Duration connect, Duration request) {
        return new SinkConfig(
                kafka, topics, topicSetup, group, sessionTimeout, lanes, events, connect, request, maxPending, skipped);
    }

    public SinkConfig withSkipped(SkippedRecords records) {
        return new SinkConfig(
                kafka,
                topics,
                topicSetup,
                group,
                sessionTimeout,
                lanes,
                events,
                connectTimeout,
                requestTimeout,
                maxPending,
                records);
    }
}

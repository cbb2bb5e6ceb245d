package io.credstream.ingest;

import io.credstream.ingest.watch.WatchSettings;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What ingest needs to know.
 *
 * @param topicPrefix of the names of all topics, of the consumer group and of the transactional ids
 * @param topicSetup how topics that are missing are made
 * @param fingerprintKeys the file with the keys of fingerprints
 * @param sessionTimeout how long an instance may be unheard of before another one takes its clusters over
 * @param removalGrace how long the Secret of a discovered runtime may be gone before the runtime leaves the fleet
 */
public record IngestConfig(
        KafkaClients kafka,
        String topicPrefix,
        TopicSetup topicSetup,
        Path fingerprintKeys,
        Duration sessionTimeout,
        Duration removalGrace,
        WatchSettings watching) {

    private static final Duration REMOVAL_GRACE = Duration.ofMinutes(15);

    /** All problems at once are what the exception says. */
    public IngestConfig {
        List<String> problems = new ArrayList<>(watching.problems());
        if (kafka.bootstrapServers().isBlank()) {
            problems.add("kafka.bootstrapServers: is empty; write host:port");
        }
        if (!topicPrefix.matches("[a-zA-Z0-9._-]{0,100}")) {
            problems.add("topicPrefix: is no part of a topic's name; write letters, digits, '.', '_' and '-'");
        }
        if (sessionTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            problems.add("sessionTimeout: is " + sessionTimeout + "; write at least 1 s");
        }
        if (!removalGrace.isPositive()) {
            problems.add("removalGrace: is " + removalGrace + "; write a positive duration");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    public static IngestConfig of(KafkaClients kafka, Path fingerprintKeys) {
        return new IngestConfig(
                kafka,
                Topics.DEFAULT_PREFIX,
                TopicSetup.DEFAULTS,
                fingerprintKeys,
                KafkaClients.SESSION_TIMEOUT,
                REMOVAL_GRACE,
                WatchSettings.DEFAULTS);
    }

    public IngestConfig withTopicPrefix(String prefix) {
        return new IngestConfig(kafka, prefix, topicSetup, fingerprintKeys, sessionTimeout, removalGrace, watching);
    }

    public IngestConfig withTopicSetup(TopicSetup setup) {
        return new IngestConfig(kafka, topicPrefix, setup, fingerprintKeys, sessionTimeout, removalGrace, watching);
    }

    public IngestConfig withSessionTimeout(Duration timeout) {
        return new IngestConfig(kafka, topicPrefix, topicSetup, fingerprintKeys, timeout, removalGrace, watching);
    }

    public IngestConfig withRemovalGrace(Duration grace) {
        return new IngestConfig(kafka, topicPrefix, topicSetup, fingerprintKeys, sessionTimeout, grace, watching);
    }

    public IngestConfig withWatching(WatchSettings settings) {
        return new IngestConfig(
                kafka, topicPrefix, topicSetup, fingerprintKeys, sessionTimeout, removalGrace, settings);
    }

    /** Of the topics under the prefix. */
    public Topics topics() {
        return Topics.withPrefix(topicPrefix);
    }
}

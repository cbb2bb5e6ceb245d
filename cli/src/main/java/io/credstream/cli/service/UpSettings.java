package io.credstream.cli.service;

import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.LogLevel;
import io.credstream.cli.settings.Setting;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of {@code credstream up}. */
public record UpSettings(
        @Setting(
                value = "Use these Kafka brokers (host:port, comma-separated) instead of starting one.",
                optional = true)
        @Nullable
        String bootstrapServers,

        @Setting(
                value = "With --bootstrap-servers: a file of properties that are passed through to every Kafka client.",
                optional = true)
        @Nullable
        Path kafkaConfig,

        @Setting(value = "What the names of all topics start with.", fallback = Topics.DEFAULT_PREFIX)
        String topicPrefix,

        @Setting(
                value = "Where the broker that is started listens, at 127.0.0.1.",
                fallback = "" + KafkaSettings.DEFAULT_PORT)
        int brokerPort,

        @Setting(
                value =
                        "Where the broker's data, the fingerprint key and state lie. Default: .credstream beside the fleet file.",
                optional = true)
        @Nullable
        Path dataDir,

        @Setting(
                value =
                        "The fingerprint keys. Default: fingerprint-keys.yaml in the data folder, made if it is not there.",
                optional = true)
        @Nullable
        Path fingerprintKeys,

        @Setting(value = "Partitions of topics that are created.", fallback = "4")
        int partitions,

        @Setting(value = "Replicas of topics that are created, as far as there are brokers.", fallback = "3")
        int replication,

        @Setting(value = "For how long the log keeps every event.", fallback = "90d")
        Duration historyWindow,

        IngestTuning ingest,
        ProcessorTuning processor,
        SinkTuning sink,
        SkipSettings skip,

        @Setting(
                value = "Serve /livez, /readyz and /metrics on this port of every address; 0 for not at all.",
                fallback = "0",
                min = 0)
        int httpPort,

        @Setting(
                value = "The least severe lines of the log to show: error, warn, info, debug or trace.",
                fallback = "warn")
        LogLevel logLevel) {

    TopicSetup topicSetup() {
        return new TopicSetup(partitions, replication, historyWindow);
    }

    Path dataDir(Path fleetFile) {
        Path folder = fleetFile.toAbsolutePath().normalize().resolveSibling(".credstream");
        return dataDir == null ? folder : dataDir.toAbsolutePath().normalize();
    }

    KafkaSettings kafka(String servers) {
        return new KafkaSettings(servers, kafkaConfig, topicPrefix);
    }
}

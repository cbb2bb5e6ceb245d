package io.credstream.cli.settings;

import io.credstream.topics.TopicSetup;
import java.time.Duration;

/** How topics are made that are missing. */
public record TopicSettings(
        @Setting(value = "Partitions of topics that are created.", fallback = "16")
        int partitions,

        @Setting(value = "Replicas of topics that are created, as far as there are brokers.", fallback = "3")
        int replication,

        @Setting(value = "For how long the log keeps every event.", fallback = "90d")
        Duration historyWindow) {

    public TopicSetup setup() {
        return new TopicSetup(partitions, replication, historyWindow);
    }
}

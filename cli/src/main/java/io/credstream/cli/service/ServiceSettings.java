package io.credstream.cli.service;

import io.credstream.cli.log.Brokers;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.LogSettings;
import io.credstream.cli.settings.Setting;
import io.credstream.cli.settings.TopicSettings;
import io.credstream.topics.KafkaSetup;
import java.time.Duration;

/** Settings of whatever runs until it is stopped. */
public record ServiceSettings(
        @Setting(
                value = "How long an instance may be unheard of before the others take its share over.",
                fallback = "20s")
        Duration sessionTimeout,

        @Setting(
                value = "Serve /livez, /readyz and /metrics on this port of every address; 0 for not at all.",
                fallback = "0",
                min = 0)
        int httpPort,

        LogSettings log) {

    /** What the service is told of Kafka. */
    KafkaSetup kafka(KafkaSettings kafka, TopicSettings topics) throws InterruptedException {
        return new KafkaSetup(Brokers.patient(kafka), kafka.topics(), topics.setup(), sessionTimeout);
    }
}

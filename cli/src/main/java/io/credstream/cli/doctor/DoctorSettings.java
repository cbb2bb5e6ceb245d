package io.credstream.cli.doctor;

import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.Setting;
import io.credstream.cli.settings.TopicSettings;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Settings of {@code doctor}: what of an installation of one's own to look at. */
public record DoctorSettings(
        @Setting(value = "Look at this Kafka (host:port, comma-separated) and its topics.", optional = true) @Nullable
        String bootstrapServers,

        @Setting(
                value = "A file of properties that are passed through to every Kafka client (client.properties).",
                optional = true)
        @Nullable
        Path kafkaConfig,

        @Setting(value = "What the names of all topics start with.", fallback = Topics.DEFAULT_PREFIX)
        String topicPrefix,

        TopicSettings topics,

        @Setting(value = "Look at this file of fingerprint keys.", optional = true) @Nullable
        Path fingerprintKeys) {

    KafkaSettings kafka(String servers) {
        return new KafkaSettings(servers, kafkaConfig, topicPrefix);
    }
}

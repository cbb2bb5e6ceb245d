package io.credstream.cli.service;

import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.Setting;
import io.credstream.cli.settings.TopicSettings;
import java.nio.file.Path;

/** Settings of {@code credstream ingest}. */
public record IngestSettings(
        KafkaSettings kafka,
        TopicSettings topics,

        @Setting("The file with the fingerprint keys; every ingest of a fleet has the same.")
        Path fingerprintKeys,

        IngestTuning tuning,
        ServiceSettings service) {}

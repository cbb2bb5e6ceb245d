package io.credstream.cli.service;

import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.Setting;
import io.credstream.cli.settings.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of {@code credstream ingest}. */
public record IngestSettings(
        KafkaSettings kafka,
        TopicSettings topics,

        @Setting("The file with the fingerprint keys; every ingest of a fleet has the same.")
        Path fingerprintKeys,

        @Setting(
                value = "How long an ingest may be unheard of before another one takes its clusters over.",
                fallback = "20s")
        Duration sessionTimeout,

        IngestTuning tuning,
        ServiceSettings service) {}

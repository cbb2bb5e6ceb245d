package io.credstream.cli.service;

import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.TopicSettings;

/** Settings of {@code credstream sink}. */
public record SinkSettings(
        KafkaSettings kafka, TopicSettings topics, SinkTuning tuning, SkipSettings skip, ServiceSettings service) {}

package io.credstream.cli.fleet;

import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.TopicSettings;

/** Settings of {@code fleet apply}, which makes the topics if it comes first. */
public record FleetSettings(KafkaSettings kafka, TopicSettings topics) {}

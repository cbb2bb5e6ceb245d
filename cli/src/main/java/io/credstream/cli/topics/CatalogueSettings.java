package io.credstream.cli.topics;

import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.TopicSettings;

/** Settings of {@code topics …}. */
public record CatalogueSettings(KafkaSettings kafka, TopicSettings topics) {}

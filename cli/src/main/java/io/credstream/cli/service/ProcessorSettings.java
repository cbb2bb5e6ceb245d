package io.credstream.cli.service;

import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.Setting;
import io.credstream.cli.settings.TopicSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Settings of {@code credstream processor}. */
public record ProcessorSettings(
        KafkaSettings kafka,
        TopicSettings topics,
        ProcessorTuning tuning,

        @Setting(
                value = "A folder of its own for state that may be lost; a temporary one if none is given.",
                optional = true)
        @Nullable
        Path stateDir,

        SkipSettings skip,
        ServiceSettings service) {}

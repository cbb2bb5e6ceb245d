package io.credstream.cli.service;

import io.credstream.cli.settings.Setting;
import io.credstream.processor.ProcessorConfig;
import io.credstream.read.SkippedRecords;
import io.credstream.sink.SinkConfig;
import org.jspecify.annotations.Nullable;

/** Which records the processor and the sink skip. */
public record SkipSettings(
        @Setting(
                value = "Records to skip that claim to need a newer release, as /readyz names them:"
                        + " TOPIC-PARTITION@OFFSET, comma-separated.",
                optional = true)
        @Nullable
        String skipRecords) {

    /** @throws IllegalArgumentException naming what is not a record */
    public SkipSettings {
        SkippedRecords.parse(skipRecords == null ? "" : skipRecords);
    }

    ProcessorConfig apply(ProcessorConfig config) {
        return config.withSkipped(records());
    }

    SinkConfig apply(SinkConfig config) {
        return config.withSkipped(records());
    }

    private SkippedRecords records() {
        return SkippedRecords.parse(skipRecords == null ? "" : skipRecords);
    }
}

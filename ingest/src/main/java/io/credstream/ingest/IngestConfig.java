package io.credstream.ingest;

import io.credstream.ingest.watch.WatchSettings;
import io.credstream.topics.KafkaSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What ingest needs to know.
 *
 * @param fingerprintKeys the file with the keys of fingerprints
 * @param removalGrace how long the Secret of a discovered runtime may be gone before the runtime leaves the fleet
 */
public record IngestConfig(KafkaSetup kafka, Path fingerprintKeys, Duration removalGrace, WatchSettings watching) {

    private static final Duration REMOVAL_GRACE = Duration.ofMinutes(15);

    /** All problems at once are what the exception says. */
    public IngestConfig {
        List<String> problems = new ArrayList<>(watching.problems());
        if (!removalGrace.isPositive()) {
            problems.add("removalGrace: is " + removalGrace + "; write a positive duration");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    public static IngestConfig of(KafkaSetup kafka, Path fingerprintKeys) {
        return new IngestConfig(kafka, fingerprintKeys, REMOVAL_GRACE, WatchSettings.DEFAULTS);
    }

    public IngestConfig withWatching(WatchSettings settings) {
        return new IngestConfig(kafka, fingerprintKeys, removalGrace, settings);
    }

    /** The consumer group that shares the clusters out. */
    String group() {
        return kafka.topics().prefix() + "ingest";
    }
}

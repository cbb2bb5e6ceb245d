package io.credstream.cli.rotation;

import io.credstream.cli.log.GetSettings;
import io.credstream.cli.settings.Setting;
import java.nio.file.Path;

/** Settings of {@code leak}: which log, and what its fingerprints were made with. */
public record LeakSettings(
        GetSettings log,
        @Setting("The file with the keys of ingest.") Path fingerprintKeys) {}

package io.credstream.cli.plan;

import io.credstream.cli.log.GetSettings;
import io.credstream.cli.settings.SelectionSettings;
import io.credstream.cli.settings.Setting;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Settings of {@code plan}: which log, and what ingest would see of the objects. */
public record PlanSettings(
        GetSettings log,
        SelectionSettings selection,

        @Setting(
                value =
                        "The file with the keys of ingest; without them every credential in the files counts as rotated.",
                optional = true)
        @Nullable
        Path fingerprintKeys) {}

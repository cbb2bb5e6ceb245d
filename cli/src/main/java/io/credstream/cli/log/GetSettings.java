package io.credstream.cli.log;

import io.credstream.cli.settings.KafkaSettings;
import io.credstream.cli.settings.Setting;
import java.nio.file.Path;
import java.util.Optional;

/** The settings of {@code get}, and of whatever else answers from the log. */
public record GetSettings(
        KafkaSettings kafka,

        @Setting(
                value =
                        "Read all of the log, without the snapshot of it that the last answer left in the user's cache folder.",
                fallback = "false")
        boolean noSnapshot) {

    /** Where the snapshots of this user are, if they are to be used. */
    Optional<Path> snapshots() {
        return noSnapshot ? Optional.empty() : Optional.of(cache().resolve("credstream/snapshots"));
    }

    /** As the <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG base directories</a> have it. */
    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    }
}

package io.credstream.cli.settings;

/** What is logged. */
public record LogSettings(
        @Setting(
                value = "The least severe lines of the log to show: error, warn, info, debug or trace.",
                fallback = "info")
        LogLevel logLevel) {}

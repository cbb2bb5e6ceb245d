package io.credstream.cli.service;

import io.credstream.cli.settings.LogLevel;
import io.credstream.cli.settings.Setting;

/** Settings of {@code credstream demo}, in which things go wrong on purpose. */
public record DemoSettings(
        @Setting(
                value = "The least severe lines of the log to show: error, warn, info, debug or trace.",
                fallback = "error")
        LogLevel logLevel) {}

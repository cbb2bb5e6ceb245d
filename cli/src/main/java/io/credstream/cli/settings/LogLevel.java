package io.credstream.cli.settings;

/** Levels of the log, most severe first. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}

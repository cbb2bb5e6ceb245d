package io.credstream.cli.settings;

/** Of commands that everything is told on their command line. */
public record NoSettings() {}

package io.credstream.cli.service;

/** Something that runs in this process until it is closed. */
@FunctionalInterface
interface Part extends AutoCloseable {
    @Override
    void close();
}

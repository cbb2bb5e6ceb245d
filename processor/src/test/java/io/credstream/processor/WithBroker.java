package io.credstream.processor;

import io.credstream.sandbox.broker.EmbeddedBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A broker for a class of tests, and names of topics of its own for each. */
abstract class WithBroker {

    static EmbeddedBroker broker;

    @TempDir
    Path folder;

    String prefix;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void choosePrefix(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName() + ".";
    }
}

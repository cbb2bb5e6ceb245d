package io.credstream.processor;

import io.credstream.sandbox.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A broker for a class of tests, and a fleet with topics of its own for each. */
abstract class WithRunningFleet {

    private static EmbeddedBroker broker;

    @TempDir
    Path folder;

    RunningFleet fleet;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void prepare(TestInfo test) throws InterruptedException {
        String prefix = test.getTestMethod().orElseThrow().getName() + ".";
        fleet = new RunningFleet(broker.bootstrapServers(), prefix, folder);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    Set<String> givenDecisions() {
        fleet.tellAll(1);
        return fleet.awaitRevisionOtherThan(Set.of());
    }

    Set<String> givenDecisionsAndNoProcessor() throws InterruptedException {
        Processor first = fleet.start("a");
        Set<String> before = givenDecisions();
        fleet.awaitReady(first);
        first.close();
        return before;
    }
}

package io.credstream.processor;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A broker for a class of tests, and a fleet on topics of its own for each. */
abstract class WithRunningFleet extends WithBroker {

    RunningFleet fleet;

    @BeforeEach
    void prepare() throws InterruptedException {
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

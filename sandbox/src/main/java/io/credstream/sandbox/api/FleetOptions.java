package io.credstream.sandbox.api;

import java.time.Clock;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator.SplittableGenerator;

/**
 * How an embedded fleet starts.
 *
 * @param port the port at 127.0.0.1, 0 for a free one
 * @param clock what the time is
 * @param random where uids, tokens and generated names come from
 * @param historySize how many changes each cluster remembers, for watches and pages that continue
 */
public record FleetOptions(int port, Clock clock, SplittableGenerator random, int historySize) {

    /** A free port, the system's clock, and a history of 4096 changes. */
    public static FleetOptions defaults() {
        return new FleetOptions(0, Clock.systemUTC(), new SplittableRandom(), 4096);
    }

    public FleetOptions withHistorySize(int changes) {
        return new FleetOptions(port, clock, random, changes);
    }
}

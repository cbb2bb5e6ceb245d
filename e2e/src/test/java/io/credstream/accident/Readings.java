package io.credstream.accident;

import io.credstream.guarantee.Instance;
import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the processes said of their readiness, asked all the time. */
final class Readings implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(400);

    private final TestFleet world;
    private final Thread thread;
    private final List<Reading> readings = new ArrayList<>();
    private volatile boolean closed;

    /** @param said empty if it did not answer */
    record Reading(Service service, OtherProcess process, boolean ready, String said) {}

    Readings(TestFleet world) {
        this.world = world;
        this.thread = Thread.ofPlatform().daemon().name("readings").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                for (Instance instance : world.services().running()) {
                    if (instance instanceof OtherProcess process) {
                        String said = process.readyz().strip();
                        add(new Reading(process.service(), process, said.equals("ok"), said));
                    }
                }
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private synchronized void add(Reading reading) {
        readings.add(reading);
    }

    /** Starts anew. */
    synchronized void reset() {
        readings.clear();
    }

    /** Those that were not ready, in the order in which they were asked. */
    synchronized List<Reading> unready() {
        return readings.stream().filter(reading -> !reading.ready()).toList();
    }

    /** What those of a service said of why they were not ready: each text once. */
    List<String> reasons(Service service) {
        return unready().stream()
                .filter(reading -> reading.service() == service)
                .map(Reading::said)
                .filter(Predicate.not(String::isEmpty))
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

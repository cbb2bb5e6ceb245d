package io.credstream.demo;

import io.credstream.demo.DemoFleet.ManifestView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks at the Manifests every millisecond, and writes down what changed and when. */
final class Recorder implements AutoCloseable {

    private final DemoFleet fleet;
    private final List<Change> changes = new ArrayList<>();
    private final Thread thread =
            Thread.ofPlatform().name("demo-recorder").daemon().unstarted(this::watch);
    private Map<String, ManifestView> last;
    private volatile boolean closed;

    Recorder(DemoFleet fleet) {
        this.fleet = fleet;
        this.last = fleet.manifests();
        thread.start();
    }

    /** A Manifest changed; {@code at} is on the clock of {@link System#nanoTime}. */
    record Change(String manifest, ManifestView before, ManifestView after, long at) {}

    /** Waits until the Manifests are as they should be; false if they are not within the timeout. */
    boolean await(Predicate<Map<String, ManifestView>> done, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!done.test(look())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    synchronized List<Change> changes() {
        return List.copyOf(changes);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private synchronized Map<String, ManifestView> look() {
        Map<String, ManifestView> now = fleet.manifests();
        long at = System.nanoTime();
        now.forEach((name, view) -> {
            @Nullable ManifestView before = last.get(name);
            if (before != null && !Objects.equals(before, view)) {
                changes.add(new Change(name, before, view, at));
            }
        });
        last = now;
        return now;
    }

    private void watch() {
        try {
            while (!closed) {
                look();
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

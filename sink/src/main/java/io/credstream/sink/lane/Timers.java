package io.credstream.sink.lane;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Where lanes live: everything they do is done here, one thing at a time, so that they need no locks; and the only time that
 * they know, so that a test can make it pass.
 */
public interface Timers extends Executor, TimeMeter {

    /** Runs the task once that much time has passed. */
    void after(Duration delay, Runnable task);

    @Override
    default boolean isWallClockBased() {
        return false;
    }
}

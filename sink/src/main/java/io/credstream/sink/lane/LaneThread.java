package io.credstream.sink.lane;

import io.credstream.observe.Loop;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One thread for all lanes of a process: they only wait, and what takes time is done by the HTTP stack. */
public final class LaneThread implements Timers, AutoCloseable {

    private static final Duration BEAT = Duration.ofSeconds(1);

    private final ScheduledThreadPoolExecutor thread;
    private final Consumer<Throwable> onBug;

    /**
     * @param onBug told of what a task throws, which is a bug each time: the process has to stop, loudly
     */
    public LaneThread(Consumer<Throwable> onBug) {
        this.onBug = onBug;
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("sink-lanes").daemon().factory(), (task, executor) -> {
                    // After the end nobody needs it.
                });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(guarded(task));
    }

    @Override
    public void after(Duration delay, Runnable task) {
        // A future would only hold what the guard has caught already.
        var unused = thread.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets the loop turn as long as nothing keeps this thread. */
    public void show(Loop loop) {
        var unused = thread.scheduleWithFixedDelay(guarded(loop::turned), 0, BEAT.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public long currentTimeNanos() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                onBug.accept(e);
            }
        };
    }
}

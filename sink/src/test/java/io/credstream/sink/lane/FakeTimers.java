package io.credstream.sink.lane;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Time that passes when a test says so; tasks run in the thread of the test. */
public final class FakeTimers implements Timers {

    private record Task(long at, long order, Runnable what) {}

    private final PriorityQueue<Task> later =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private final Queue<Runnable> now = new ArrayDeque<>();
    private long nanos;
    private long order;

    @Override
    public void execute(Runnable task) {
        now.add(task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        later.add(new Task(nanos + delay.toNanos(), order++, task));
    }

    @Override
    public long currentTimeNanos() {
        return nanos;
    }

    /** Runs what is due now. */
    public void run() {
        pass(Duration.ZERO);
    }

    /** Lets time pass, and runs everything in its time. */
    public void pass(Duration time) {
        long end = nanos + time.toNanos();
        runNow();
        for (Task next = later.peek(); next != null && next.at() <= end; next = later.peek()) {
            later.remove();
            nanos = next.at();
            next.what().run();
            runNow();
        }
        nanos = end;
    }

    private void runNow() {
        for (Runnable task = now.poll(); task != null; task = now.poll()) {
            task.run();
        }
    }
}

package io.credstream.sink.lane;

import io.credstream.observe.Fault;
import io.credstream.sink.fault.Bulkhead;
import java.time.Duration;
import java.util.function.Consumer;

/** Timers whose tasks are contained: what is unexpected in one of them reaches no other. */
record ContainedTimers(Timers timers, Consumer<Fault> faults) implements Timers {

    /** Runs the task now. */
    void within(Runnable task) {
        Bulkhead.around(task, faults);
    }

    @Override
    public void execute(Runnable task) {
        timers.execute(() -> within(task));
    }

    @Override
    public void after(Duration delay, Runnable task) {
        timers.after(delay, () -> within(task));
    }

    @Override
    public long currentTimeNanos() {
        return timers.currentTimeNanos();
    }
}

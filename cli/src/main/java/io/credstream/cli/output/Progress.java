package io.credstream.cli.output;

import io.credstream.observe.Printable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows on a terminal, after a second, that something goes on; elsewhere nothing. */
public final class Progress implements AutoCloseable {
    private static final long SILENT_MILLIS = 1000;
    private static final int REFRESH_MILLIS = 250;

    private final LongAdder steps;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread display;

    private Progress(String task, LongAdder steps) {
        this.steps = steps;
        display = Thread.ofVirtual().unstarted(() -> show(task));
    }

    public static Progress start(String task) {
        return start(task, new LongAdder());
    }

    /** Of what somebody else counts. */
    public static Progress start(String task, LongAdder steps) {
        Progress progress = new Progress(task, steps);
        if (Terminals.isError()) {
            progress.display.start();
        }
        return progress;
    }

    public void step() {
        steps.increment();
    }

    private void show(String task) {
        try {
            if (done.await(SILENT_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            try (ProgressBar bar = bar(task)) {
                do {
                    bar.stepTo(steps.sum());
                } while (!done.await(REFRESH_MILLIS, TimeUnit.MILLISECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProgressBar bar(String task) {
        return new ProgressBarBuilder()
                .setTaskName(Printable.line(task))
                .setInitialMax(-1)
                .setUnit(" records", 1)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .clearDisplayOnFinish()
                .build();
    }

    @Override
    public void close() {
        done.countDown();
        try {
            if (display.isAlive()) {
                display.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

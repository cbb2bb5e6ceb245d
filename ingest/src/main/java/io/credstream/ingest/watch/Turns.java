package io.credstream.ingest.watch;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something that mostly waits, done in turns: each on a virtual thread that ends with it, never two at once. What waits holds no
 * stack, which for a watch would be more than everything else that it needs.
 */
final class Turns implements AutoCloseable {

    /** What is done. */
    interface Turn {

        /**
         * Does what there is to do.
         *
         * @param wake makes for another turn
         * @return how long until there is something to do again, unless something happens before
         */
        Duration take(Runnable wake) throws InterruptedException;
    }

    private final String name;
    private final Turn turn;
    private final ScheduledExecutorService alarms;
    private final Consumer<Throwable> bugs;
    private @Nullable Thread running;
    private @Nullable ScheduledFuture<?> alarm;
    private boolean again;
    private boolean closed;

    /**
     * Nothing happens before the first {@link #wake}.
     *
     * @param name of the threads
     * @param alarms tells when a time is over
     * @param bugs gets what a turn fails with; there is none after it
     */
    Turns(String name, Turn turn, ScheduledExecutorService alarms, Consumer<Throwable> bugs) {
        this.name = name;
        this.turn = turn;
        this.alarms = alarms;
        this.bugs = bugs;
    }

    /** Something has happened: there is a turn that begins after this. From any thread, and returns at once. */
    synchronized void wake() {
        if (running != null) {
            again = true;
        } else if (!closed) {
            running = Thread.ofVirtual().name(name).start(this::run);
        }
    }

    private void run() {
        try {
            Duration wait;
            do {
                wait = turn.take(this::wake);
            } while (!rests(wait));
        } catch (InterruptedException end) {
            end();
        } catch (RuntimeException | Error bug) {
            end();
            bugs.accept(bug);
        }
    }

    private synchronized boolean rests(Duration wait) {
        if (again && !closed) {
            again = false;
            return false;
        }
        running = null;
        if (!closed) {
            ring(wait);
        }
        return true;
    }

    /** An alarm that rings too early costs a look; to set another one at each event would cost more. */
    private void ring(Duration wait) {
        if (alarm != null) {
            if (alarm.getDelay(TimeUnit.NANOSECONDS) <= wait.toNanos()) {
                return;
            }
            alarm.cancel(false);
        }
        alarm = alarms.schedule(this::rang, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Forgotten before the turn begins that has to set the next one. The alarms would keep what is thrown here to themselves. */
    private synchronized void rang() {
        try {
            alarm = null;
            wake();
        } catch (RuntimeException | Error bug) {
            bugs.accept(bug);
        }
    }

    /** There is no turn after this one. */
    private synchronized void end() {
        closed = true;
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** Interrupts the turn that is being taken, and waits for nothing. */
    @Override
    public synchronized void close() {
        end();
        if (running != null) {
            running.interrupt();
        }
    }
}

package io.credstream.ingest.watch;

import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets requests pass: of all clusters together no more than so many are under way at once, however many clusters there are to
 * begin with or come back at the same moment. Thread-safe.
 *
 * <p>Clusters pass in the order in which they came, and one that has begun goes before those that have not: the first are watched
 * while the last still wait, instead of all of them being half done.
 *
 * <p>Whoever does not answer promptly makes room and goes to a line of its own, which has a quarter of the places, and one for
 * each cluster. There it gets all the time that it may take, and only its like wait for it; a prompt answer leads out of it.
 */
public final class Admission {

    /** Until an answer begins. */
    static final Duration PROMPT = Duration.ofSeconds(2);

    private static final int PART_OF_THE_LATE = 4;

    private final Duration patience;
    private final LongSupplier nanos;
    private final Line prompt;
    private final Line late;

    /** Not a monitor: who waits for it must not hold on to the thread beneath a virtual one. */
    private final ReentrantLock lock = new ReentrantLock();

    private long numbers;

    /**
     * An admission with nobody in it.
     *
     * @param bound requests under way at once, at least 2
     * @param patience how long whoever is late may take until an answer begins
     * @param nanos what the time is, as {@link System#nanoTime} has it
     */
    Admission(int bound, Duration patience, LongSupplier nanos) {
        if (bound < 2) {
            throw new IllegalArgumentException("there are two lines, and each takes a place");
        }
        int apart = Math.max(1, bound / PART_OF_THE_LATE);
        this.patience = patience;
        this.nanos = nanos;
        this.prompt = new Line(bound - apart);
        this.late = new Line(apart);
    }

    /** As the settings have it. */
    public static Admission of(WatchSettings settings) {
        return new Admission(settings.concurrentRequests(), settings.requestTimeout(), System::nanoTime);
    }

    /** A cluster that will be asked. */
    Guest guest() {
        return new Guest();
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** Who waits for the same places. */
    private static final class Line {

        private final NavigableSet<Pass> waiting = new TreeSet<>(
                Comparator.comparingLong((Pass pass) -> pass.ticket).thenComparingLong(pass -> pass.number));
        private int places;

        private Line(int places) {
            this.places = places;
        }

        void admit() {
            Iterator<Pass> next = waiting.iterator();
            while (places > 0 && next.hasNext()) {
                Pass pass = next.next();
                if (pass.mayPass()) {
                    next.remove();
                    places--;
                    pass.pass();
                }
            }
        }
    }

    /** One cluster. Its requests may wait and be under way side by side. */
    final class Guest {

        private long ticket;
        private int reasons;
        private boolean isLate;
        private boolean isWaitedFor;

        private Guest() {}

        /** It has something to do, and keeps its place until {@link #leave} has been called as often. */
        void come() {
            locked(() -> {
                if (reasons++ == 0) {
                    ticket = ++numbers;
                }
            });
        }

        void leave() {
            locked(() -> reasons--);
        }

        /** Waits until a request may be sent. */
        Pass enter() throws InterruptedException {
            come();
            Pass pass = new Pass(this);
            locked(pass::queue);
            try {
                pass.admitted.await();
                return pass;
            } catch (InterruptedException e) {
                pass.close();
                throw e;
            }
        }
    }

    /** For one request, from before it is sent until its answer has been read. */
    final class Pass implements AutoCloseable {

        private final Guest guest;
        private final CountDownLatch admitted = new CountDownLatch(1);
        private Line line = prompt;
        private long ticket;
        private long number;
        private long since;
        private boolean passed;
        private boolean closed;

        private Pass(Guest guest) {
            this.guest = guest;
        }

        /** How long to wait until the answer begins. */
        Duration patience() {
            return line == late ? patience : PROMPT;
        }

        /** The answer begins. */
        void answered() {
            locked(() -> {
                if (line == late) {
                    guest.isLate = nanos.getAsLong() - since > PROMPT.toNanos();
                }
            });
        }

        /** No answer began in time. Returns whether to enter again, and to be more patient then. */
        boolean missed() {
            locked(() -> {
                guest.isLate = true;
                List<Pass> all = prompt.waiting.stream()
                        .filter(pass -> pass.guest == guest)
                        .toList();
                all.forEach(prompt.waiting::remove);
                all.forEach(Pass::queue);
            });
            close();
            return line == prompt;
        }

        private void queue() {
            line = guest.isLate ? late : prompt;
            ticket = guest.isLate ? 0 : guest.ticket;
            number = ++numbers;
            line.waiting.add(this);
            line.admit();
        }

        private boolean mayPass() {
            return line == prompt || !guest.isWaitedFor;
        }

        private void pass() {
            passed = true;
            guest.isWaitedFor |= line == late;
            since = nanos.getAsLong();
            admitted.countDown();
        }

        /** Makes room for the next; more than once is no harm. */
        @Override
        public void close() {
            locked(() -> {
                if (closed) {
                    return;
                }
                closed = true;
                guest.reasons--;
                if (passed) {
                    guest.isWaitedFor &= line != late;
                    line.places++;
                    line.admit();
                } else {
                    line.waiting.remove(this);
                }
            });
        }
    }
}

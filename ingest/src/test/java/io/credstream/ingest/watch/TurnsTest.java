package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    private static final Duration LONG = Duration.ofDays(1);

    private final ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor();
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();

    @AfterEach
    void close() {
        alarms.shutdownNow();
    }

    @Test
    void thereIsATurnWhenTheTimeIsOverAgainAndAgain() {
        try (Turns turns = turns(wake -> Duration.ofNanos(1))) {
            turns.wake();
            await().until(() -> taken.get() > 1_000);
        }
    }

    @Test
    void whoeverWakesDuringATurnGetsAnotherOne() {
        CountDownLatch woken = new CountDownLatch(1);
        try (Turns turns = turns(wake -> {
            woken.await();
            return LONG;
        })) {
            turns.wake();
            await().until(() -> taken.get() == 1);
            turns.wake();
            woken.countDown();
            await().until(() -> taken.get() == 2);
        }
    }

    @Test
    void aShorterWaitIsNotHeldUpByALongerOneFromBefore() {
        try (Turns turns = turns(wake -> taken.get() == 2 ? Duration.ofMillis(1) : LONG)) {
            turns.wake();
            await().until(() -> taken.get() == 1);
            await().until(() -> {
                turns.wake();
                return taken.get() >= 2;
            });
            await().until(() -> taken.get() >= 3);
        }
    }

    @Test
    void noThreadIsHeldBetweenTurns() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (Turns turns = turns(wake -> {
            threads.add(Thread.currentThread());
            return LONG;
        })) {
            turns.wake();
            await().until(() -> threads.size() == 1 && !threads.getFirst().isAlive());
            assertThat(threads.getFirst().isVirtual()).isTrue();
        }
    }

    @Test
    void closingInterruptsTheTurnAndThereIsNoOther() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Turns turns = turns(wake -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return LONG;
        });
        turns.wake();
        begun.await();
        turns.close();
        interrupted.await();
        turns.wake();
        assertThat(taken).hasValue(1);
        assertThat(bugs).isEmpty();
    }

    @Test
    void aBugIsToldAndEndsIt() {
        IllegalStateException bug = new IllegalStateException("test");
        Turns turns = turns(wake -> {
            throw bug;
        });
        turns.wake();
        await().until(() -> !bugs.isEmpty());
        turns.wake();
        assertThat(bugs).containsExactly(bug);
        assertThat(taken).hasValue(1);
    }

    private Turns turns(Turns.Turn turn) {
        return new Turns(
                "test",
                wake -> {
                    taken.incrementAndGet();
                    return turn.take(wake);
                },
                alarms,
                bugs::add);
    }
}

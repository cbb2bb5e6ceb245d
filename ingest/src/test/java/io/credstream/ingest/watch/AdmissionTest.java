package io.credstream.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.ingest.watch.Admission.Guest;
import io.credstream.ingest.watch.Admission.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Four places: three for whoever is prompt, one for whoever is late. */
final class AdmissionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong nanos = new AtomicLong();
    private final Admission admission = new Admission(4, PATIENCE, nanos::get);
    private final List<String> entered = new CopyOnWriteArrayList<>();
    private final List<Pass> passes = new CopyOnWriteArrayList<>();
    private final List<Thread> waiting = new ArrayList<>();

    @Test
    void noMorePassThanThereArePlaces() {
        for (int i = 0; i < 5; i++) {
            enter("r" + i, admission.guest());
        }
        assertThat(entered).containsExactly("r0", "r1", "r2");
        passes.getFirst().close();
        await().until(() -> entered.size() == 4);
        passes.getFirst().close(); // once more makes no second place
        stillWaits(waiting.getLast());
    }

    @Test
    void aClusterThatHasBegunGoesBeforeThoseThatHaveNot() throws InterruptedException {
        Guest first = admission.guest();
        first.come();
        Pass begun = first.enter();
        admission.guest().enter();
        admission.guest().enter();
        enter("other", admission.guest());
        begun.close();
        await().until(() -> entered.contains("other"));
        enter("another", admission.guest());
        enter("first again", first);
        passes.getFirst().close();
        await().until(() -> entered.size() == 2);
        assertThat(entered).containsExactly("other", "first again");
    }

    @Test
    void aClusterThatHadNothingToDoGoesToTheEnd() throws InterruptedException {
        Guest first = admission.guest();
        first.enter().close();
        Pass taken = admission.guest().enter();
        admission.guest().enter();
        admission.guest().enter();
        enter("other", admission.guest());
        enter("first again", first);
        taken.close();
        await().until(() -> entered.size() == 1);
        assertThat(entered).containsExactly("other");
    }

    @Test
    void whoeverDoesNotAnswerMakesRoomAndIsAskedAgainApart() throws InterruptedException {
        Guest dead = admission.guest();
        Pass pass = dead.enter();
        Pass beside = dead.enter();
        assertThat(pass.patience()).isEqualTo(Admission.PROMPT);
        assertThat(pass.missed()).isTrue();
        assertThat(beside.missed()).isTrue();
        // When it is asked again
        Pass apart = dead.enter();
        assertThat(apart.patience()).isEqualTo(PATIENCE);
        // Then all the others have the places that there are for the prompt
        admission.guest().enter();
        admission.guest().enter();
        Pass third = admission.guest().enter();
        assertThat(third.patience()).isEqualTo(Admission.PROMPT);
        assertThat(apart.missed()).isFalse();
    }

    @Test
    void thoseOfItThatWaitGoApartTogether() throws InterruptedException {
        Guest dead = admission.guest();
        Pass pass = dead.enter();
        dead.enter();
        dead.enter();
        enter("fourth of it", dead);
        enter("other", admission.guest());
        pass.missed();
        await().until(() -> entered.size() == 2);
        assertThat(passes).extracting(Pass::patience).containsExactlyInAnyOrder(PATIENCE, Admission.PROMPT);
    }

    @Test
    void aClusterThatIsLateHasOnePlaceOfThoseApart() throws InterruptedException {
        Admission wide = new Admission(8, PATIENCE, nanos::get);
        Guest dead = late(wide);
        Guest other = late(wide);
        dead.enter();
        enter("dead again", dead);
        enter("other", other);
        assertThat(entered).containsExactly("other");
    }

    @Test
    void aPromptAnswerLeadsBackAndALateOneDoesNot() throws InterruptedException {
        Guest slow = late(admission);
        try (Pass pass = slow.enter()) {
            nanos.addAndGet(Admission.PROMPT.toNanos() + 1);
            pass.answered();
        }
        try (Pass pass = slow.enter()) {
            assertThat(pass.patience()).isEqualTo(PATIENCE);
            pass.answered();
        }
        try (Pass pass = slow.enter()) {
            assertThat(pass.patience()).isEqualTo(Admission.PROMPT);
        }
    }

    @Test
    void whoeverIsInterruptedWhileWaitingTakesNoPlace() throws InterruptedException {
        Pass one = admission.guest().enter();
        admission.guest().enter();
        admission.guest().enter();
        enter("given up", admission.guest());
        enter("next", admission.guest());
        waiting.getFirst().interrupt();
        waiting.getFirst().join();
        one.close();
        await().until(() -> !entered.isEmpty());
        assertThat(entered).containsExactly("next");
    }

    private static Guest late(Admission admission) throws InterruptedException {
        Guest guest = admission.guest();
        guest.enter().missed();
        return guest;
    }

    /** Returns when it has entered or waits. */
    private void enter(String name, Guest guest) {
        Thread thread = new Thread(() -> {
            try {
                Pass pass = guest.enter();
                passes.add(pass);
                entered.add(name);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        waiting.add(thread);
        await().until(() -> !thread.isAlive() || thread.getState() == Thread.State.WAITING);
    }

    private static void stillWaits(Thread thread) {
        assertThat(thread.getState()).isEqualTo(Thread.State.WAITING);
    }
}

package io.credstream.rules.retry;

import static io.credstream.rules.Facts.CAUSE;
import static io.credstream.rules.Facts.bare;
import static io.credstream.rules.Facts.manifest;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Binding;
import io.credstream.model.HoldDown;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.ManifestUpdate;
import io.credstream.rules.Facts;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.ManifestDecision;
import io.credstream.rules.retry.Step.Action;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R17: somebody keeps overwriting us. */
class FightTest extends RetriesCase {

    @Test
    void isHeldDownAfterThreeRounds() {
        fight(2);

        Action third = overwritten("100");

        assertThat(third).isEqualTo(new Action.GiveWay(new HoldDown(now.plus(Duration.ofMinutes(10)), 1)));
        assertThat(decided(bare("101"), BINDING)).isEqualTo(STAY);
        assertThat(decided(bare("101"), ROTATED)).isEqualTo(STAY);
        assertThat(decided(bare("101"), BINDING, Occasion.RESTORED)).isEqualTo(CLEAR);
    }

    @Test
    void isTakenUpAgainAfterwardsWithAGrowingPause() {
        Duration expected = Duration.ofMinutes(10);
        for (int hold = 1; hold <= 5; hold++) {
            fight(2);
            assertThat(overwritten("100")).isEqualTo(new Action.GiveWay(new HoldDown(now.plus(expected), hold)));
            now = now.plus(expected);
            assertThat(attempts().isDue(now)).isTrue();
            expected = expected.multipliedBy(2).compareTo(policy.longestHold()) < 0
                    ? expected.multipliedBy(2)
                    : policy.longestHold();
        }
    }

    @Test
    void startsOverAfterALongPeace() {
        fight(2);
        overwritten("100");
        now = now.plus(Duration.ofMinutes(10)).plus(policy.longestHold()).plusSeconds(1);
        fight(2);

        assertThat(overwritten("100")).isEqualTo(new Action.GiveWay(new HoldDown(now.plus(Duration.ofMinutes(10)), 1)));
    }

    @Test
    void isNoneWhenTheRoundsAreFarApart() {
        for (int round = 0; round < 10; round++) {
            write("10");
            now = now.plus(Duration.ofMinutes(6));
            assertThat(overwritten("11")).isInstanceOf(Action.Send.class);
        }
    }

    @Test
    void isNoneWhenItIsWeWhoWantSomethingElse() {
        Binding[] wishes = {BINDING, ROTATED};
        Manifest written = after(sent(decided(BARE, BINDING)), "8");
        for (int change = 1; change < 10; change++) {
            decided(written, wishes[(change - 1) % 2]);
            written = after(sent(decided(written, wishes[change % 2])), "9");
        }
    }

    @Test
    void isRecognizedWhereOurWriteWasNeverObserved() {
        decided(BARE, BINDING);
        applied("8");

        // At version 8 it was ours. At 7 nobody can have taken it back yet, at 9 somebody has.
        assertThat(decided(BARE, BINDING)).isEqualTo(STAY);
        assertThat(attempts().fight().rounds()).isEmpty();
        assertThat(decided(bare("9"), BINDING)).isInstanceOf(Action.Send.class);
        assertThat(attempts().fight().rounds()).hasSize(1);
    }

    @Test
    void endsWithTheManifestItIsAbout() {
        fight(2);
        Decision successor = ManifestDecision.decide(BARE, List.of(BINDING), CAUSE);
        ManifestUpdate update = ((Decision.Update) successor).update();
        ManifestUpdate recreated = new ManifestUpdate(
                update.manifest(),
                "uid of another",
                update.observed(),
                update.annotated(),
                update.layers(),
                update.expected(),
                update.desired(),
                update.state(),
                1,
                CAUSE);

        step(retries.decided(attempts, new Decision.Update(recreated, List.of()), Occasion.EVENT, now));

        assertThat(attempts().fight().rounds()).isEmpty();
    }

    private void fight(int rounds) {
        write("10");
        for (int round = 0; round < rounds; round++) {
            now = now.plusSeconds(20);
            assertThat(overwritten("11")).isInstanceOf(Action.Send.class);
            write("12");
        }
    }

    /** Our decision, applied and observed. */
    private void write(String version) {
        ManifestUpdate update = update(BARE, BINDING);
        decided(BARE, BINDING);
        applied(version);
        decided(after(update, version), BINDING);
        assertThat(attempts()).isInstanceOf(Attempts.Settled.class);
    }

    private Action overwritten(String version) {
        return decided(bare(version), BINDING);
    }

    private static Manifest bare(String version) {
        return manifest(Facts.bare(Layer.INSTALL)).at(version).build();
    }
}

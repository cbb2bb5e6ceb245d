package io.credstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.simulation.service.Collaborators;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Some hundred worlds, each a seed. The first that fails is told as a story, with all that is needed to play it again. */
class SeededWorldTest {

    private static final int SCHEDULES = Integer.getInteger("credstream.schedules", 300);

    @BeforeAll
    static void beQuiet() {
        Search.beQuiet();
    }

    @Test
    @Timeout(1200)
    void everyGuaranteeHoldsInEveryWorld() {
        Optional<Run> broken = Search.firstBroken(SCHEDULES, () -> Collaborators.SOUND, new Coverage());

        assertThat(broken.map(run -> Search.story(run, () -> Collaborators.SOUND)))
                .isEmpty();
    }

    @Test
    void theSameSeedIsTheSameWorld() {
        assertThat(Run.of(Schedule.of(7)).hash())
                .isEqualTo(Run.of(Schedule.of(7)).hash());
    }

    /** So that a world that is sound is one that was looked at. */
    @Test
    void aPlantedFaultIsFoundAndShrunk() {
        Plant plant = Plant.DECISIONS_ARE_NOT_TAKEN_BACK;

        Run broken =
                Search.firstBroken(200, plant::collaborators, new Coverage()).orElseThrow();
        Run shrunk = Shrinker.shrink(broken, plant::collaborators);

        assertThat(shrunk.broken()).isPresent();
        assertThat(shrunk.schedule().steps())
                .hasSizeLessThan(broken.schedule().steps().size());
        assertThat(Search.story(broken, plant::collaborators)).contains("DeletesPropagate", "-Dcredstream.seed=");
    }
}

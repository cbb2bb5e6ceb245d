package io.credstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.service.Collaborators;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Months of a fleet's life in which something changes, and one in which nothing does. */
class MonthsTest {

    private static final List<Move> CHANGES = List.of(
            Move.CREATE_MANIFEST,
            Move.CREATE_MANIFEST,
            Move.DELETE_MANIFEST,
            Move.REPLACE_MANIFEST,
            Move.UPGRADE_MANIFEST,
            Move.RECONCILE,
            Move.EDIT_TEMPLATE,
            Move.EDIT_TEMPLATE,
            Move.DELETE_TEMPLATE,
            Move.EDIT_SECRET,
            Move.EDIT_SECRET,
            Move.DELETE_SECRET,
            Move.CRASH_TASK,
            Move.CRASH_SINK);

    private final RandomGenerator random = new SplittableRandom(11);
    private final World world =
            new World(Schedule.of(11), Collaborators.SOUND, List.of(), new Trace(false), new Coverage());

    @BeforeAll
    static void beQuiet() {
        Search.beQuiet();
    }

    @Test
    @Timeout(120)
    void theLogGrowsWithChangesAndStateWithWhatThereIs() {
        int remembered = 0;
        for (int day = 0; day < 90; day++) {
            for (int change = 0; change < 4; change++) {
                Deeds.drawn(CHANGES, random).happen(world, random);
                pass(Duration.ofHours(6));
                remembered = Math.max(remembered, gone());
            }
        }
        assertThat(remembered).as("what is gone and was remembered").isPositive();
        pass(Duration.ofDays(2));
        long busy = world.line();

        for (int hour = 0; hour < 24 * 30; hour++) {
            pass(Duration.ofHours(1));
        }

        assertThat(busy).isGreaterThan(90 * 4);
        assertThat(gone()).isZero();
        assertThat(world.line()).as("records of a quiet month").isEqualTo(busy);
        int objects = world.clusters().stream()
                .mapToInt(cluster -> cluster.objects(Kind.MANIFEST).size()
                        + cluster.objects(Kind.TEMPLATE).size()
                        + cluster.objects(Kind.SECRET).size())
                .sum();
        assertThat(world.tasks())
                .allSatisfy(task -> assertThat(task.kept().entrySet())
                        .allSatisfy(store -> assertThat(store.getValue())
                                .as("keys of " + store.getKey() + " of " + task.name())
                                .isLessThanOrEqualTo(2 * objects + 8)));
    }

    private int gone() {
        return world.tasks().stream()
                .flatMap(task -> task.kept().entrySet().stream())
                .filter(store -> store.getKey().startsWith("gone-"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private void pass(Duration time) {
        Flow.drain(world, random);
        world.pass(time);
        Flow.drain(world, random);
    }
}

package io.credstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.simulation.service.Collaborators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand worlds, and every planted fault. Leaves what was reached, and how soon each fault was found, in {@code target}. */
@Tag("simulation")
class SimulationIT {

    private static final int SCHEDULES = Integer.getInteger("credstream.schedules", 10_000);
    private static final int UNTIL_FOUND = 2_000;

    /** All, or those that are named. */
    private static final List<Plant> PLANTS = Stream.of(
                    System.getProperty("credstream.plants", "").split(","))
            .filter(name -> !name.isEmpty())
            .map(Plant::valueOf)
            .collect(Collectors.collectingAndThen(
                    Collectors.toList(), named -> named.isEmpty() ? List.of(Plant.values()) : named));

    @BeforeAll
    static void beQuiet() {
        Search.beQuiet();
    }

    @Test
    @Timeout(1800)
    void everyGuaranteeHoldsAndEverythingIsReached() throws IOException {
        Coverage coverage = new Coverage();

        Optional<Run> broken = Search.firstBroken(SCHEDULES, () -> Collaborators.SOUND, coverage);

        Files.writeString(Path.of("target", "coverage.md"), coverage.table());
        assertThat(broken.map(run -> Search.story(run, () -> Collaborators.SOUND)))
                .isEmpty();
        assertThat(coverage.missing()).isEmpty();
    }

    @Test
    @Timeout(1800)
    void everyPlantedFaultIsFound() throws IOException {
        Map<Plant, Long> found = new EnumMap<>(Plant.class);
        StringBuilder table = new StringBuilder();
        for (Plant plant : PLANTS) {
            Search.firstBroken(UNTIL_FOUND, plant::collaborators, new Coverage())
                    .ifPresent(run -> {
                        long after = run.schedule().seed() - Search.FIRST + 1;
                        found.put(plant, after);
                        table.append("| `%s` | %s | %d |%n"
                                .formatted(
                                        plant,
                                        run.broken().map(Run.Broken::guarantee).orElse(""),
                                        after));
                    });
        }

        Files.writeString(Path.of("target", "planted.md"), table.toString());
        assertThat(PLANTS).allSatisfy(plant -> assertThat(found).containsKey(plant));
    }
}

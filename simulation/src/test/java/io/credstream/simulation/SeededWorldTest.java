package io.credstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Some hundred worlds, each a seed. One that fails is printed with all that is needed to play it again. */
class SeededWorldTest {

    private static final long FIRST = Long.getLong("credstream.seed", 1);
    private static final int SCHEDULES = Integer.getInteger("credstream.schedules", 300);

    @BeforeAll
    static void beQuiet() {
        ((Logger) LoggerFactory.getLogger("io.credstream")).setLevel(Level.OFF);
    }

    @Test
    void everyGuaranteeHoldsInEveryWorld() {
        Map<String, Integer> broken = new TreeMap<>();
        Map<String, String> first = new TreeMap<>();
        for (long seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
            Run run = Run.of(Schedule.of(seed));
            long s = seed;
            run.broken().ifPresent(b -> {
                broken.merge(b.guarantee(), 1, Integer::sum);
                first.putIfAbsent(b.guarantee(), "seed " + s + ": " + b.what());
            });
        }
        assertThat(broken).as(first.toString()).isEmpty();
    }
}

package io.credstream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.processor.Driver.Part;
import io.credstream.processor.streams.Gate;
import io.credstream.processor.streams.StageSettings;
import io.credstream.rules.retry.Retries;
import io.credstream.rules.retry.RetryPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class TopologyTest {

    private static final Path GOLDEN = Path.of("src/test/resources/io/credstream/processor/topology.txt");

    /**
     * Names of nodes and stores are in the changelogs of running processors: a changed topology has to be meant. Run with
     * {@code -Dcredstream.freeze} to write it, and look at the difference.
     */
    @Test
    void isAsItWas() throws IOException {
        StageSettings settings = new StageSettings(
                Driver.TOPICS,
                Gate.OPEN,
                new Retries(RetryPolicy.DEFAULT, new Random(1)),
                Driver.EVALUATION,
                Driver.MEMORY,
                Driver.METERS,
                Stores::inMemoryKeyValueStore);
        String description = new PropagationTopology(settings)
                .build(Driver.properties())
                .describe()
                .toString();
        if (System.getProperty("credstream.freeze") != null) {
            Files.writeString(GOLDEN, description);
        }
        try (var golden = TopologyTest.class.getResourceAsStream("topology.txt")) {
            assertThat(description)
                    .isEqualTo(new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void eachStageCanBeDrivenAlone() {
        for (Part part : Part.values()) {
            try (Driver driver = new Driver(part)) {
                assertThat(driver.read(Driver.TOPICS.deadLetters())).isEmpty();
            }
        }
    }
}

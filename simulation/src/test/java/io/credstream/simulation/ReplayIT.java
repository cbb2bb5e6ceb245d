package io.credstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A seed is worth something only if it means the same on every machine. */
class ReplayIT {

    private static final int SEEDS = 5;

    /** The hashes of the first worlds, for another JVM to compare. */
    public static final class Main {
        private Main() {}

        public static void main(String[] args) {
            Search.beQuiet();
            hashes().forEach(hash -> System.out.println("hash " + hash));
        }
    }

    private static List<String> hashes() {
        return LongStream.rangeClosed(1, SEEDS)
                .mapToObj(seed -> Run.of(Schedule.of(seed)).hash())
                .toList();
    }

    @Test
    void aSeedPlaysTheSameInAnotherJvm() throws IOException, InterruptedException {
        Search.beQuiet();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> theirs = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("hash "))
                .map(line -> line.substring("hash ".length()))
                .toList();

        assertThat(other.waitFor()).isZero();
        assertThat(theirs).isEqualTo(hashes());
    }
}

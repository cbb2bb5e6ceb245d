package io.credstream.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.cli.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifetimeTest {

    @Test
    void aFailureIsNamedByItsPlaceAndNeverByItsMessage() {
        var said = new StringWriter();
        try (Lifetime lifetime = Lifetime.start(new PrintWriter(said, true))) {
            lifetime.fail("sink", new IllegalStateException("Authorization: Bearer not-a-token"));
        }

        assertThat(said.toString())
                .contains("The sink failed: IllegalStateException at LifetimeTest.")
                .doesNotContain("Bearer");
    }

    @Test
    void anErrorThatEndsAnyThreadEndsTheProcess() throws InterruptedException {
        var said = new StringWriter();
        try (Lifetime lifetime = Lifetime.start(new PrintWriter(said, true))) {
            List<Thread> threads = List.of(
                    Thread.ofPlatform().name("a-client").start(() -> {
                        throw new NoClassDefFoundError("io/credstream/Gone");
                    }),
                    Thread.ofVirtual().name("a-watch").start(() -> {
                        throw new StackOverflowError();
                    }));
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(lifetime.await(Duration.ofSeconds(10))).isTrue();
            assertThat(lifetime.exitCode()).isEqualTo(ExitCode.FAILURE);
        }

        assertThat(said.toString())
                .contains("The thread a-client failed: NoClassDefFoundError")
                .contains("The thread a-watch failed: StackOverflowError");
    }

    @Test
    void anExceptionThatEndsAThreadOfALibraryEndsNothingElse() throws InterruptedException {
        var said = new StringWriter();
        try (Lifetime lifetime = Lifetime.start(new PrintWriter(said, true))) {
            Thread.ofPlatform()
                    .start(() -> {
                        throw new IllegalStateException("not-a-token");
                    })
                    .join();

            assertThat(lifetime.await(Duration.ZERO)).isFalse();
            assertThat(lifetime.exitCode()).isEqualTo(ExitCode.FINE);
        }
        assertThat(said.toString()).isEmpty();
    }

    /** Where a thread is lost for want of memory, a service would look well and do nothing. */
    @Test
    void aServiceEndsWhenMemoryIsShortHoweverItIsStarted() throws IOException {
        String flag = "-XX:+ExitOnOutOfMemoryError";
        String launcher = Files.readString(Path.of("../credstream"));

        assertThat(Files.readString(Path.of("pom.xml"))).contains("<jvmFlag>" + flag + "</jvmFlag>");
        for (String service : List.of("ingest", "processor", "sink", "up")) {
            assertThat(launcher.lines())
                    .anyMatch(line -> line.strip().matches("([a-z]+ \\| )*" + service + "( \\| [a-z]+)*\\).*")
                            && line.contains("options='" + flag));
        }
    }
}

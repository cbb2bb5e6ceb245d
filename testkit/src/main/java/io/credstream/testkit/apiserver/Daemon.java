package io.credstream.testkit.apiserver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A program that runs beside the JVM, and not longer than it. What it prints is in a file. */
final class Daemon {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);
    private static final int TOLD_LINES = 20;

    private final List<String> command;
    private final Path output;
    private final BooleanSupplier ready;
    private @Nullable Process process;

    /**
     * @param ready whether it does what it is there for
     */
    Daemon(List<String> command, Path output, BooleanSupplier ready) {
        this.command = List.copyOf(command);
        this.output = output;
        this.ready = ready;
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** Starts it, unless it runs. Returns once it is ready. */
    void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                    .start();
            var giveUp = System.nanoTime() + READY_WITHIN.toNanos();
            while (!ready.getAsBoolean()) {
                if (!process.isAlive() || System.nanoTime() > giveUp) {
                    throw new IllegalStateException(command.getFirst() + " did not start:\n" + lastOutput());
                }
                process.waitFor(100, TimeUnit.MILLISECONDS);
            }
        } catch (IOException unable) {
            throw new UncheckedIOException(unable);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** As an operator would, and by force if that takes long. */
    void stop() {
        var running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException interrupted) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** As a power cut would. Returns when it is gone. */
    void kill() {
        var running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    private String lastOutput() throws IOException {
        var lines = Files.readAllLines(output);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
    }
}

package io.credstream.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The machine that this runs on. */
final class ThisMachine implements Machine {

    private static final long SECONDS = 20;

    @Override
    public Optional<Ran> run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            // What hangs, hangs without a word: a word that fills the pipe is none of these programs' answers.
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of(new Ran(false, "no answer within " + SECONDS + " s"));
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return Optional.of(new Ran(process.exitValue() == 0, said));
        } catch (IOException absent) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Ran(false, "interrupted"));
        }
    }

    @Override
    public boolean isTaken(int port) {
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return !free.isBound();
        } catch (IOException taken) {
            return true;
        }
    }
}

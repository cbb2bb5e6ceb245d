package io.credstream.hostile;

import io.credstream.guarantee.TestFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The JVM that all of it is about: the three services in 512 MiB. Started anew if an attack has ended it, so that the next one finds it. */
final class AttackedProcess implements AutoCloseable {

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

    private final TestFleet world;
    private final boolean realBudgets;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = freePort();
    private int starts;
    private int read;
    private Process process;

    AttackedProcess(TestFleet world, boolean realBudgets) {
        this.world = world;
        this.realBudgets = realBudgets;
        this.process = start();
    }

    private Process start() {
        starts++;
        read = 0;
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                AttackedServices.class.getName(),
                world.kafka().bootstrapServers(),
                Integer.toString(TestFleet.PARTITIONS),
                world.folder().resolve("state").toString(),
                world.keyFile().toString(),
                Integer.toString(port),
                Boolean.toString(realBudgets));
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output().toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it still runs; if it does not, there is a new one when this returns. */
    boolean survived() {
        if (process.isAlive()) {
            return true;
        }
        process = start();
        return false;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Why it is not ready; empty if it is. */
    String unready() {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"))
                            .timeout(ANSWERS_WITHIN)
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode() == 200 ? "" : answer.body();
        } catch (IOException e) {
            return "no answer: " + e;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it has said since this was asked last. */
    String said() {
        try {
            byte[] all = Files.readAllBytes(output());
            String news = new String(Arrays.copyOfRange(all, read, all.length), StandardCharsets.UTF_8);
            read = all.length;
            return news;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path output() {
        return world.folder().resolve("services-" + starts + ".log");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

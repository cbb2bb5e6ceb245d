package io.credstream.guarantee;

import io.credstream.cli.Credstream;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A service in a JVM of its own, run by the command line: what it takes to die, or to sleep through its session. */
public final class OtherProcess implements Instance {

    private static final long STOP_SECONDS = 30;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Service service;
    private final Process process;
    private final int port;
    private final Path output;
    private final Consumer<Instance> ended;

    private OtherProcess(Service service, Process process, int port, Path output, Consumer<Instance> ended) {
        this.service = service;
        this.process = process;
        this.port = port;
        this.output = output;
        this.ended = ended;
    }

    /**
     * Starts one.
     *
     * @param heap how much memory its objects may take, as the JVM spells it
     * @param output gets what it says
     * @param settings as its command takes them
     * @param ended told when it is ended by this object
     */
    public static OtherProcess start(
            Service service, String heap, Path output, List<String> settings, Consumer<Instance> ended) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Credstream.class.getName(),
                service.name().toLowerCase(Locale.ROOT)));
        command.addAll(settings);
        int port = freePort();
        command.addAll(List.of("--http-port", Integer.toString(port)));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new OtherProcess(service, process, port, output, ended);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OtherProcess start(TestFleet world, Service service, int number) {
        Path output = world.folder().resolve("process-" + number + ".log");
        return start(service, "256m", output, settings(world, service, number), world.services()::ended);
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public String toString() {
        return service + " " + process.pid();
    }

    /** Whether it has not ended, by itself or otherwise. */
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public boolean isReady() {
        URI readyz = URI.create("http://127.0.0.1:" + port + "/readyz");
        try {
            return HTTP.send(
                                    HttpRequest.newBuilder(readyz)
                                            .timeout(ANSWERS_WITHIN)
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it has said so far. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At once and without a word, as when the machine is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Stops its clock: it does nothing, not even notice. */
    public void pause() {
        signal("STOP");
    }

    /** Lets it go on as if nothing had happened. */
    public void resume() {
        signal("CONT");
    }

    /** As Ctrl-C does. */
    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitEnd() {
        ended.accept(this);
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the " + service + " does not stop");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> settings(TestFleet world, Service service, int number) {
        KafkaClients kafka = world.kafka(service);
        Path properties = world.folder().resolve("client-" + number + ".properties");
        StringBuilder text = new StringBuilder();
        kafka.properties().forEach((name, value) -> text.append(name + "=" + value + "\n"));
        try {
            Files.writeString(properties, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> settings = new ArrayList<>(List.of(
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--kafka-config",
                properties.toString(),
                "--topic-prefix",
                Topics.DEFAULT_PREFIX,
                "--partitions",
                Integer.toString(TestFleet.PARTITIONS),
                "--history-window",
                world.setup().historyWindow().toDays() + "d",
                "--session-timeout",
                world.services().session().toSeconds() + "s"));
        settings.addAll(
                switch (service) {
                    case INGEST -> List.of("--fingerprint-keys", world.keyFile().toString());
                    case PROCESSOR ->
                        List.of(
                                "--state-dir",
                                world.folder().resolve("state-" + number).toString());
                    case SINK -> List.of();
                });
        return settings;
    }
}

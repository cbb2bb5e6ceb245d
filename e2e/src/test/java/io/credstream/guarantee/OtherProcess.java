package io.credstream.guarantee;

import io.credstream.cli.Credstream;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topics;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A service in a JVM of its own, run by the command line: what it takes to die, or to sleep through its session. */
public final class OtherProcess implements Instance {

    private static final long STOP_SECONDS = 30;
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);
    private static final String EXITS = "-XX:+ExitOnOutOfMemoryError";
    private static final String CLASS_PATH = System.getProperty("java.class.path");
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
        return start(CLASS_PATH, service, List.of("-Xmx" + heap, EXITS), output, settings, ended);
    }

    private static OtherProcess start(
            String classPath,
            Service service,
            List<String> virtualMachine,
            Path output,
            List<String> settings,
            Consumer<Instance> ended) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(virtualMachine);
        command.addAll(List.of(
                "-cp", classPath, Credstream.class.getName(), service.name().toLowerCase(Locale.ROOT)));
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
        return start(CLASS_PATH, world, service, number, List.of("-Xmx256m", EXITS));
    }

    static OtherProcess start(TestFleet world, Service service, int number, List<String> virtualMachine) {
        return start(CLASS_PATH, world, service, number, virtualMachine);
    }

    static OtherProcess start(NextBuild build, TestFleet world, Service service, int number) {
        String classPath = build.classes() + File.pathSeparator + CLASS_PATH;
        return start(classPath, world, service, number, List.of("-Xmx256m", EXITS));
    }

    private static OtherProcess start(
            String classPath, TestFleet world, Service service, int number, List<String> virtualMachine) {
        Path output = world.folder().resolve("process-" + number + ".log");
        return start(
                classPath, service, virtualMachine, output, settings(world, service, number), world.services()::ended);
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
        return ask().map(answer -> answer.statusCode() == 200).orElse(false);
    }

    /** What it says of its readiness; empty if it does not answer. */
    public String readyz() {
        return ask().map(HttpResponse::body).orElse("");
    }

    /** Its metrics, as Prometheus reads them; empty if it does not answer. */
    public String metrics() {
        return ask("/metrics").map(HttpResponse::body).orElse("");
    }

    private Optional<HttpResponse<String>> ask() {
        return ask("/readyz");
    }

    private Optional<HttpResponse<String>> ask(String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try {
            return Optional.of(HTTP.send(
                    HttpRequest.newBuilder(uri).timeout(ANSWERS_WITHIN).build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
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

    /** As Ctrl-C does; it is not waited for. */
    public void interrupt() {
        process.destroy();
    }

    /** As Ctrl-C does. */
    @Override
    public void close() {
        interrupt();
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

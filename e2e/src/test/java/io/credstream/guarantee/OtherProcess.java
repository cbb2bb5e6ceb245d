package io.credstream.guarantee;

import io.credstream.cli.Credstream;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A service in a JVM of its own, run by the command line: what it takes to die, or to sleep through its session. */
public final class OtherProcess implements Instance {

    private static final long STOP_SECONDS = 30;

    private final TestFleet world;
    private final Service service;
    private final Process process;
    private final Path output;

    private OtherProcess(TestFleet world, Service service, Process process, Path output) {
        this.world = world;
        this.service = service;
        this.process = process;
        this.output = output;
    }

    static OtherProcess start(TestFleet world, Service service, int number) {
        Path output = world.folder().resolve("process-" + number + ".log");
        try {
            Process process = new ProcessBuilder(command(world, service, number))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new OtherProcess(world, service, process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Service service() {
        return service;
    }

    /** Whether it says that it is up. */
    @Override
    public boolean isReady() {
        return output().contains("is up");
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
        world.services().ended(this);
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the " + service + " does not stop");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> command(TestFleet world, Service service, int number) throws IOException {
        Path properties = world.folder().resolve("client.properties");
        StringBuilder text = new StringBuilder();
        world.kafka().properties().forEach((name, value) -> text.append(name + "=" + value + "\n"));
        Files.writeString(properties, text);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Credstream.class.getName(),
                service.name().toLowerCase(Locale.ROOT),
                "--bootstrap-servers",
                world.kafka().bootstrapServers(),
                "--kafka-config",
                properties.toString(),
                "--topic-prefix",
                Topics.DEFAULT_PREFIX,
                "--partitions",
                Integer.toString(TestFleet.PARTITIONS),
                "--history-window",
                world.setup().historyWindow().toDays() + "d"));
        command.addAll(
                switch (service) {
                    case INGEST ->
                        List.of(
                                "--fingerprint-keys",
                                world.keyFile().toString(),
                                "--session-timeout",
                                TestFleet.SESSION.toSeconds() + "s");
                    case PROCESSOR ->
                        List.of(
                                "--state-dir",
                                world.folder().resolve("state-" + number).toString());
                    case SINK -> List.of();
                });
        return command;
    }
}

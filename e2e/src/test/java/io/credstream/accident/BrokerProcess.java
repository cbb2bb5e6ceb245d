package io.credstream.accident;

import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.Brokers;
import io.credstream.topics.KafkaClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** One broker in a process of its own, on a port that stays its own over restarts. */
final class BrokerProcess implements Brokers {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final int port;
    private int starts;
    private JavaProcess process;

    private BrokerProcess(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = spawn();
    }

    /** Starts one; its data and its output lie in the folder. */
    static BrokerProcess start(Path folder) {
        BrokerProcess broker = new BrokerProcess(folder, JavaProcess.freePort());
        broker.awaitUp();
        return broker;
    }

    @Override
    public KafkaClients clients() {
        return KafkaClients.of("127.0.0.1:" + port);
    }

    /** Starts it again where it was ended. */
    void start() {
        process = spawn();
        awaitUp();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** At once and without a word. */
    void kill() {
        process.kill();
    }

    /** Lets it have no room for another byte in any file of a log, as on a full disk. */
    void fillDisk() {
        run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=1");
    }

    /** Lets it have all the room there is again. */
    void makeRoom() {
        run("prlimit", "--pid", Long.toString(process.pid()), "--fsize=unlimited");
    }

    /** Copies what it has on disk, as a snapshot of the disk would, while it goes on. */
    void backUp(Path to) {
        run("kill", "-STOP", Long.toString(process.pid()));
        try {
            copy(data(), to);
        } finally {
            run("kill", "-CONT", Long.toString(process.pid()));
        }
    }

    /** Puts a copy back; it must have been ended. */
    void restore(Path from) {
        run("rm", "-rf", data().toString());
        copy(from, data());
    }

    /** Ends it in order. */
    @Override
    public void close() {
        process.close();
    }

    private Path data() {
        return folder.resolve("broker");
    }

    private JavaProcess spawn() {
        starts++;
        return JavaProcess.start(
                BrokerMain.class,
                folder.resolve("broker-" + starts + ".log"),
                data().toString(),
                Integer.toString(port));
    }

    private void awaitUp() {
        await("the broker listens")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(this::listens);
        try (Admin admin = clients().admin()) {
            await("the broker answers")
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(ExecutionException.class)
                    .until(() -> !admin.describeCluster().nodes().get().isEmpty());
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new AssertionError("the broker has ended: " + process);
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new AssertionError("failed: " + String.join(" ", command));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.credstream.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.cli.Credstream;
import io.credstream.guarantee.Guarantee;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A service as the command line runs it, in a thread, asked from outside how it is. */
record Underway(Thread thread, int port, Writer said) implements AutoCloseable {

    /** For {@code --session-timeout}, so that nothing gets well only because a group no longer waits for a member that failed. */
    static final String LONG_SESSION = Guarantee.SOON.multipliedBy(5).toSeconds() + "s";

    private static final Duration POLL = Duration.ofMillis(250);

    static Underway start(List<String> command) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("--http-port", "" + port));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        Thread thread = Thread.ofPlatform()
                .name(command.getFirst())
                .start(() -> Credstream.execute(out, out, arguments.toArray(String[]::new)));
        return new Underway(thread, port, said);
    }

    /** What it answers to who wants to know whether it is ready. */
    String readiness() {
        return ask("/readyz");
    }

    /** Waits until it does its work. */
    void awaitReady() {
        awaitReadiness(said -> assertThat(said).isEqualTo("ok"));
    }

    /** Waits until it is not ready, with all of these words among its reasons. */
    void awaitNotReady(String... words) {
        awaitReadiness(said -> assertThat(said).isNotEqualTo("ok").contains(words));
    }

    private void awaitReadiness(Consumer<String> asserted) {
        await().dontCatchUncaughtExceptions() // that a stream thread dies of trouble is a matter of the processor
                .atMost(Guarantee.SOON)
                .pollInterval(POLL)
                .untilAsserted(() -> asserted.accept(readiness()));
    }

    boolean isLive() {
        return ask("/livez").equals("ok");
    }

    private String ask(String path) {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip();
        } catch (IOException e) {
            return "no answer; said so far: " + said;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Ctrl-C does. */
    @Override
    public void close() {
        thread.interrupt();
        await().atMost(Duration.ofSeconds(30)).until(() -> !thread.isAlive());
    }
}

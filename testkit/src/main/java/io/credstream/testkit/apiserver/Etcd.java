package io.credstream.testkit.apiserver;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What an API server stores its objects in: one member, which trusts that the machine does not lose power. */
final class Etcd {

    private static final String EVERYTHING = "{\"key\": \"AA==\", \"range_end\": \"AA==\", \"count_only\": true}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final URI url;
    private final Daemon daemon;

    Etcd(Path program, Path folder, int port, int peerPort) {
        data = folder.resolve("etcd");
        url = URI.create("http://127.0.0.1:" + port);
        var peers = "http://127.0.0.1:" + peerPort;
        var command = List.of(
                program.toString(),
                "--data-dir=" + data,
                "--unsafe-no-fsync",
                "--log-level=warn",
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers);
        daemon = new Daemon(command, folder.resolve("etcd.log"), this::isHealthy);
    }

    URI url() {
        return url;
    }

    void start() {
        daemon.start();
    }

    void stop() {
        daemon.stop();
    }

    void kill() {
        daemon.kill();
    }

    /** Forgets what was before the present. */
    void compact() {
        try {
            var now = new ObjectMapper()
                    .readTree(post("/v3/kv/range", EVERYTHING).body())
                    .at("/header/revision")
                    .asText();
            var answer = post("/v3/kv/compaction", "{\"revision\": \"%s\", \"physical\": true}".formatted(now));
            // Somebody else may have been faster: that is as good.
            if (answer.statusCode() != 200 && !answer.body().contains("compacted")) {
                throw new IllegalStateException(answer.body());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Copies what is stored, while stopped. */
    void copyTo(Path backup) {
        Folders.copy(data, backup);
    }

    /** Stores what a copy holds instead of what it has, while stopped. */
    void replaceBy(Path backup) {
        Folders.delete(data);
        Folders.copy(backup, data);
    }

    private boolean isHealthy() {
        try {
            return http.send(request("/health").GET().build(), BodyHandlers.ofString())
                    .body()
                    .contains("true");
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpResponse<String> post(String path, String body) throws IOException {
        try {
            return http.send(
                    request(path)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(10));
    }
}

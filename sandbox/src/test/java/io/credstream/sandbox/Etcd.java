package io.credstream.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What an API server stores its objects in: one member, which trusts that the machine does not lose power. */
final class Etcd {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;
    private final Daemon daemon;

    Etcd(Path program, Path folder, int port, int peerPort) {
        url = URI.create("http://127.0.0.1:" + port);
        var peers = "http://127.0.0.1:" + peerPort;
        var command = List.of(
                program.toString(),
                "--data-dir=" + folder.resolve("etcd"),
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

    void kill() {
        daemon.kill();
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

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(10));
    }
}

package io.credstream.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code docker-compose.yml} describes, under a project's name and on a port of its own. */
final class Composition implements AutoCloseable {

    /** The documentation says {@code docker compose}; where only the older program is, that is meant. */
    private static final String PRELUDE = """
            set -euo pipefail
            if ! docker compose version >/dev/null 2>&1; then
                docker() {
                    if [ "$1" = compose ]; then shift; docker-compose "$@"; else command docker "$@"; fi
                }
            fi
            """;

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path folder;
    private final String project = "credstream-it-" + ProcessHandle.current().pid();
    private final int apiPort = freePort();

    /**
     * Describes one; nothing runs yet.
     *
     * @param folder where output may be put
     */
    Composition(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs commands of bash at the top of the project.
     *
     * @return what they print, but for their errors
     * @throws AssertionError if one of them fails, with all that they print
     */
    String sh(String commands) {
        try {
            Path errors = Files.createTempFile(folder, "errors", ".log");
            Path output = Files.createTempFile(folder, "output", ".log");
            ProcessBuilder bash = new ProcessBuilder("bash", "-c", PRELUDE + commands)
                    .directory(ROOT.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            bash.environment().put("COMPOSE_PROJECT_NAME", project);
            bash.environment().put("CREDSTREAM_API_PORT", Integer.toString(apiPort));
            bash.environment().compute("PATH", (name, path) -> path + kubectl());
            int exit = bash.start().waitFor();
            String printed = Files.readString(output);
            assertThat(exit)
                    .as("%s%n%s%n%s", commands, printed, Files.readString(errors))
                    .isZero();
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The administrator of the control plane, as the documentation has it from the host. */
    KubernetesClient administrator() {
        String kubeconfig =
                sh("docker compose run --rm -T kubectl config view --raw --minify --flatten --context=host");
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig))
                .build();
    }

    /** The names of the containers that run, or of those among them that a filter of Docker lets through. */
    List<String> containers(String... filters) {
        StringBuilder all = new StringBuilder();
        for (String filter : filters) {
            all.append(" --filter ").append(filter);
        }
        return sh("docker ps" + ours() + all + " --format '{{.Names}}'").lines().toList();
    }

    /** Everything that is left in Docker. */
    List<String> remains() {
        return sh("docker ps -aq%1$s; docker volume ls -q%1$s; docker network ls -q%1$s".formatted(ours()))
                .lines()
                .toList();
    }

    private String ours() {
        return " --filter label=com.docker.compose.project=" + project;
    }

    private static String kubectl() {
        String folder = System.getenv("KUBE_API_TEST_DIR");
        return folder == null ? "" : ":" + folder;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes down what a failure left. */
    @Override
    public void close() {
        sh("docker compose down -v --remove-orphans; rm -f kcp.kubeconfig");
    }
}

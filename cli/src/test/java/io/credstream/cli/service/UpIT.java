package io.credstream.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.cli.Guide;
import io.credstream.cli.Run;
import io.credstream.observe.Metric;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void propagatesStopsAndGoesOnWithWhatChangedMeanwhile() throws Exception {
        try (EmbeddedFleet fleet = EmbeddedFleet.start()) {
            // Given a control plane with the guide's example
            EmbeddedCluster kcp = fleet.cluster("kcp-eu");
            kcp.writeKubeconfig(folder.resolve("kcp-eu.kubeconfig"));
            kcp.as("kubectl").apply(Guide.SECRET);
            kcp.as("kubectl").apply(Guide.TEMPLATE);
            kcp.as("lifecycle-manager").apply(Guide.MANIFEST);
            writeFleet("");
            int port = freePort();

            // When everything is up for the first time
            try (Up up = Up.start(folder.resolve("fleet.yaml"), port)) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(selector(kcp))
                                        .isEqualTo(
                                                "{\"matchLabels\":{\"operator.kyma-project.io/oci-registry-cred\":\"test-operator\"}}"));
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(get(port, "pending").out()).isEmpty());

                // Then the answers say so
                assertThat(get(port, "clusters").out()).contains("Watched").contains("Honoured");
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(readiness(up.httpPort())).isEqualTo(200));
                Scraped measured = Scraped.from(up.httpPort());
                assertThat(measured.value(Metric.READY)).hasValue(1);
                assertThat(measured.value(Metric.APPLIES, "result", "applied").orElseThrow())
                        .isPositive();
                assertThat(measured.value(Metric.PENDING_MANIFESTS, "cluster", "kcp-eu"))
                        .hasValue(0);
                assertThat(measured.value(Metric.WATCH_AGE, "cluster", "kcp-eu", "kind", "Manifest"))
                        .isPresent();
                assertThat(get(port, "manifests").out())
                        .contains("kcp-system/a1b2-template-operator-1234")
                        .contains("Bound");
                assertThat(get(port, "credentials").out()).contains("registry.example.com");
                assertThat(get(port, "templates").out()).contains("test-operator");
                assertThat(get(port, "bindings", "-o", "wide").out()).contains("kcp-eu/kcp-system/registry-cred");

                // And a cluster that is added to the file is taken in, while mistakes change nothing
                fleet.cluster("b").writeKubeconfig(folder.resolve("b.kubeconfig"));
                writeFleet("- {id: kcp-b, role: control-plane, kubeconfig: b.kubeconfig}\n");
                await().atMost(PATIENCE)
                        .untilAsserted(() ->
                                assertThat(get(port, "clusters", "kcp-b").out()).contains("Watched"));
                assertThat(up.isRunning()).isTrue();
            }
            Path key = folder.resolve(".credstream/fingerprint-keys.yaml");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------");

            // When it is started again and nothing has changed but one label
            long patches = kcp.requests().of("patch", ResourceKind.MANIFESTS);
            kcp.as("kubectl").apply(Guide.TEMPLATE.replace("cred: test-operator", "cred: another"));
            try (Up up = Up.start(folder.resolve("fleet.yaml"), port)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(selector(kcp)).contains("another"));
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(get(port, "manifests").out()).contains("NoMatch"));
                assertThat(up.isRunning()).isTrue();
            }

            // Then that is all that is written
            assertThat(kcp.requests().of("patch", ResourceKind.MANIFESTS)).isEqualTo(patches + 1);
        }
    }

    @Test
    void whoOnlyObservesSeesWhatWouldBeWrittenAndWritesNothing() throws Exception {
        try (EmbeddedFleet fleet = EmbeddedFleet.start()) {
            // Given
            EmbeddedCluster kcp = fleet.cluster("kcp-eu");
            kcp.writeKubeconfig(folder.resolve("kcp-eu.kubeconfig"));
            kcp.as("kubectl").apply(Guide.SECRET);
            kcp.as("kubectl").apply(Guide.TEMPLATE);
            kcp.as("lifecycle-manager").apply(Guide.MANIFEST);
            writeFleet("");
            int port = freePort();

            // When
            try (Up up = Up.start(folder.resolve("fleet.yaml"), port, "--observe")) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(get(port, "pending", "-o", "wide")
                                                .out())
                                        .contains("a1b2-template-operator-1234")
                                        .contains(
                                                "install.credSecretSelector: operator.kyma-project.io/oci-registry-cred=test-operator"));
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(readiness(up.httpPort())).isEqualTo(200));
            }

            // Then
            assertThat(kcp.requests().of("patch", ResourceKind.MANIFESTS)).isZero();
            assertThat(selector(kcp)).isEmpty();
        }
    }

    @Test
    void anotherUserGetsNothingFromItsBroker() throws Exception {
        try (EmbeddedFleet fleet = EmbeddedFleet.start()) {
            // Given a folder that is open to others
            fleet.cluster("kcp-eu").writeKubeconfig(folder.resolve("kcp-eu.kubeconfig"));
            writeFleet("");
            Path data = Files.createDirectory(folder.resolve(".credstream"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
            String nothing =
                    Files.writeString(folder.resolve("client.properties"), "").toString();
            int port = freePort();
            Path login = Path.of(System.getProperty("user.home"), ".credstream", "broker-" + port + ".properties");

            // When
            try (Up up = Up.start(folder.resolve("fleet.yaml"), port)) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(get(port, "clusters").out()).contains("Watched"));

                // Then who has the login gets in, and who has not does not
                assertThat(mode(data)).isEqualTo("rwx------");
                assertThat(mode(login)).isEqualTo("rw-------");
                Run read = get(port, "clusters", "--kafka-config", nothing);
                assertThat(read.exitCode()).isNotZero();
                assertThat(read.out()).isEmpty();
                String fleetFile = folder.resolve("fleet.yaml").toString();
                Run applied = Run.of(
                        "fleet",
                        "apply",
                        "-f",
                        fleetFile,
                        "--bootstrap-servers",
                        "127.0.0.1:" + port,
                        "--kafka-config",
                        nothing);
                assertThat(applied.exitCode()).isNotZero();
                assertThat(applied.out()).isEmpty();
                assertThat(up.isRunning()).isTrue();
            }
            assertThat(login).doesNotExist();
        }
    }

    @Test
    void mistakesInTheFileKeepItFromStarting() throws IOException {
        Files.writeString(folder.resolve("fleet.yaml"), "clusters:\n- {id: x, role: runtime}\n");

        Run run = Run.of("up", "-f", folder.resolve("fleet.yaml").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(3);
        assertThat(folder.resolve(".credstream")).doesNotExist();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private void writeFleet(String more) throws IOException {
        Files.writeString(folder.resolve("fleet.yaml"), """
                clusters:
                - id: kcp-eu
                  role: control-plane
                  kubeconfig: kcp-eu.kubeconfig
                  lifecycleManagerVersion: 1.3.10
                """ + more);
    }

    private static String selector(EmbeddedCluster cluster) {
        return cluster.as("test")
                .get(ResourceKind.MANIFESTS, "kcp-system", "a1b2-template-operator-1234")
                .map(manifest ->
                        manifest.at("/spec/install/source/credSecretSelector").toString())
                .orElse("");
    }

    private static Run get(int port, String what, String... more) {
        String[] arguments = new String[more.length + 4];
        System.arraycopy(new String[] {"get", what, "--bootstrap-servers", "127.0.0.1:" + port}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return Run.of(arguments);
    }

    private static int readiness(int port) throws IOException {
        URL url = URI.create("http://127.0.0.1:" + port + "/readyz").toURL();
        return ((HttpURLConnection) url.openConnection()).getResponseCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The command in a thread; an interrupt is what Ctrl-C comes to. */
    private record Up(Thread thread, AtomicReference<Run> run, int httpPort) implements AutoCloseable {

        static Up start(Path fleetFile, int port, String... more) throws IOException {
            AtomicReference<Run> run = new AtomicReference<>();
            int httpPort = freePort();
            List<String> command = new ArrayList<>(List.of(
                    "up", "-f", fleetFile.toString(), "--broker-port", "" + port, "--http-port", "" + httpPort));
            command.addAll(List.of(more));
            Thread thread = Thread.ofPlatform().name("up").start(() -> run.set(Run.of(command.toArray(String[]::new))));
            return new Up(thread, run, httpPort);
        }

        @Override
        public void close() {
            thread.interrupt();
            await().atMost(Duration.ofSeconds(15)).until(() -> !isRunning());
        }

        boolean isRunning() {
            return thread.isAlive();
        }
    }
}

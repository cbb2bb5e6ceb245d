package io.credstream.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.ClusterStatus.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class KubeClientsIT {

    @TempDir
    static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static TlsFixture server;
    private static TlsFixture client;
    private static TlsFixture ecClient;

    private final KubeClients clients = new KubeClients(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeKeys() throws Exception {
        server = TlsFixture.rsa(folder, "server", "dns:localhost");
        client = TlsFixture.rsa(folder, "client", "dns:client");
        ecClient = TlsFixture.ec(folder, "ec-client");
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close();
    }

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void trustsTheAuthorityInTheKubeconfigAndPresentsTheClientsCertificate() throws Exception {
        int port = listen(client, request -> request.response().end("{}"));

        for (String key : List.of(client.pkcs1Key(), client.pkcs8Key())) {
            assertThat(get(connect(kubeconfig("localhost", port, server, client, key)))
                            .code())
                    .isEqualTo(200);
        }
    }

    @Test
    void presentsCertificatesOfEllipticCurves() throws Exception {
        int port = listen(ecClient, request -> request.response().end("{}"));

        for (String key : List.of(ecClient.sec1Key(), ecClient.pkcs8Key())) {
            assertThat(get(connect(kubeconfig("localhost", port, server, ecClient, key)))
                            .code())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesAServerOfAnotherAuthority() throws Exception {
        int port = listen(null, request -> request.response().end("{}"));

        assertThat(trouble(kubeconfig("localhost", port, client, null, null)).condition())
                .isEqualTo(Condition.CERTIFICATE_INVALID);
        assertThat(requests).isEmpty();
    }

    @Test
    void refusesAServerOfAnotherName() throws Exception {
        int port = listen(null, request -> request.response().end("{}"));

        assertThat(trouble(kubeconfig("127.0.0.1", port, server, null, null)).condition())
                .isEqualTo(Condition.CERTIFICATE_INVALID);
        assertThat(requests).isEmpty();
    }

    @Test
    void takesNothingFromTheEnvironment() throws Exception {
        int port = listen(null, request -> request.response().end("{}"));
        List<String> settings = List.of(
                "kubernetes.trust.certificates",
                "kubernetes.disable.hostname.verification",
                "https.proxy",
                "all.proxy");
        try {
            settings.forEach(name -> System.setProperty(name, name.contains("proxy") ? "http://127.0.0.1:1" : "true"));

            assertThat(trouble(kubeconfig("127.0.0.1", port, client, null, null))
                            .condition())
                    .isEqualTo(Condition.CERTIFICATE_INVALID);
            assertThat(get(connect(kubeconfig("localhost", port, server, null, null)))
                            .code())
                    .isEqualTo(200);
        } finally {
            settings.forEach(System::clearProperty);
        }
    }

    @Test
    void asksOnceAndFollowsNobody() throws Exception {
        int port = listen(null, request -> {
            boolean first = requests.size() == 1;
            request.response()
                    .setStatusCode(first ? 503 : 302)
                    .putHeader("Location", "/elsewhere")
                    .end();
        });
        KubernetesClient connected = connect(kubeconfig("localhost", port, server, null, null));

        assertThat(get(connected).code()).isEqualTo(503);
        assertThat(get(connected).code()).isEqualTo(302);
        assertThat(requests).hasSize(2);
    }

    @Test
    void saysWhoItIsAndForWhomItActs() throws Exception {
        int port = listen(null, request -> request.response().end("{}"));
        var usable = (Kubeconfig.Usable) Kubeconfigs.parse("test", kubeconfig("localhost", port, server, null, null));

        get(clients.connect(usable.connection().impersonating("system:serviceaccount:kyma-system:credstream")));

        assertThat(requests.getFirst().getHeader("Authorization")).isEqualTo("Bearer not-a-real-token");
        assertThat(requests.getFirst().getHeader("Impersonate-User"))
                .isEqualTo("system:serviceaccount:kyma-system:credstream");
        assertThat(requests.getFirst().getHeader("User-Agent")).isEqualTo("credstream");
    }

    @Test
    void logsNothingOfWhatIsSaidAtAnyLevel() throws Exception {
        int port = listen(null, request -> request.response().end("{\"data\":\"canary-answer\"}"));
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        var everything = new ListAppender<ILoggingEvent>();
        everything.start();
        try {
            root.setLevel(Level.TRACE);
            root.addAppender(everything);
            String kubeconfig =
                    kubeconfig("localhost", port, server, null, null).replace("not-a-real-token", "canary-token");

            assertThat(get(connect(kubeconfig)).body()).contains("canary-answer");
        } finally {
            root.setLevel(before);
            root.detachAppender(everything);
        }
        assertThat(List.copyOf(everything.list))
                .isNotEmpty()
                .noneMatch(event -> event.getFormattedMessage().contains("canary"));
    }

    @Test
    void aClientThatIsClosedTakesNobodyWithIt() throws Exception {
        int port = listen(null, request -> request.response().end("{}"));
        KubernetesClient one = connect(kubeconfig("localhost", port, server, null, null));
        KubernetesClient other = connect(kubeconfig("localhost", port, server, null, null));
        get(one);

        one.close();

        assertThat(get(other).code()).isEqualTo(200);
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() throws Exception {
        int port = listen(null, request -> request.response().end("{}"));
        assertThat(trouble(kubeconfig("localhost", 1, server, null, null)).condition())
                .isEqualTo(Condition.UNREACHABLE);
        assertThat(trouble(kubeconfig("localhost", port, server, null, null).replace("https://", "http://"))
                        .condition())
                .isEqualTo(Condition.UNREACHABLE);
    }

    @Test
    void keysThatAreNoneAreAValueAndNoSurprise() {
        String garbage = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
        var usable = (Kubeconfig.Usable) Kubeconfigs.parse(
                "test", kubeconfig("localhost", 1, new TlsFixture(folder, garbage, server.key()), null, null));

        Link<KubernetesClient> link = clients.open(usable.connection());

        assertThat(((Link.Closed<KubernetesClient>) link).trouble().condition())
                .isEqualTo(Condition.KUBECONFIG_MISSING);
    }

    @Test
    void aControlPlaneThatDoesNotAnswerHoldsUpItsOwnRuntimesOnly() throws Exception {
        int port = listen(null, request -> {});
        Path silent = Files.writeString(folder.resolve("silent"), kubeconfig("localhost", port, server, null, null));
        try (var patient = new KubeClients(Duration.ofSeconds(30), Duration.ofHours(1))) {
            List<Thread> waiting = new ArrayList<>();
            for (int i = 0; i < 2 * KubeconfigSecrets.AT_ONCE; i++) {
                waiting.add(Thread.ofVirtual().start(() -> patient.openHttp(runtimeOf(silent))));
            }
            while (requests.size() < KubeconfigSecrets.AT_ONCE) {
                Thread.sleep(10);
            }

            var missing = patient.openHttp(runtimeOf(folder.resolve("missing")));

            assertThat(missing).isInstanceOf(Link.Closed.class);
            assertThat(requests).hasSize(KubeconfigSecrets.AT_ONCE);
            waiting.reversed().forEach(Thread::interrupt);
            for (Thread thread : waiting) {
                thread.join();
            }
        }
    }

    private static KubeconfigSecret runtimeOf(Path controlPlane) {
        return new KubeconfigSecret(
                new KubeconfigFile(controlPlane.toString(), null), "kcp-system", "kubeconfig-a", "1", "watcher", null);
    }

    /** Starts a server with the certificate for localhost, which asks for the certificate of a client if there is one. */
    private int listen(@Nullable TlsFixture trusted, Consumer<HttpServerRequest> handler) throws Exception {
        var options = new HttpServerOptions().setSsl(true).setKeyCertOptions(pfx(server));
        if (trusted != null) {
            options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(pfx(trusted));
        }
        HttpServer listening = VERTX.createHttpServer(options)
                .requestHandler(request -> {
                    requests.add(request);
                    handler.accept(request);
                })
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return listening.actualPort();
    }

    private static PfxOptions pfx(TlsFixture fixture) {
        return new PfxOptions().setPath(fixture.keystore().toString()).setPassword(TlsFixture.PASSWORD);
    }

    private KubernetesClient connect(String kubeconfig) {
        return clients.connect(((Kubeconfig.Usable) Kubeconfigs.parse("test", kubeconfig)).connection());
    }

    private static HttpResponse<String> get(KubernetesClient client) throws Exception {
        var http = client.getHttpClient();
        var request = http.newHttpRequestBuilder()
                .uri(client.getMasterUrl() + "version")
                .build();
        return http.sendAsync(request, String.class).get(10, TimeUnit.SECONDS);
    }

    private Trouble trouble(String kubeconfig) {
        Throwable failure = catchThrowable(() -> get(connect(kubeconfig)));
        assertThat(failure).isInstanceOf(ExecutionException.class);
        return Trouble.of(failure);
    }

    private static String kubeconfig(
            String host, int port, TlsFixture authority, @Nullable TlsFixture user, @Nullable String key) {
        String identity = user == null || key == null
                ? "token: not-a-real-token"
                : "client-certificate-data: %s, client-key-data: %s"
                        .formatted(TlsFixture.base64(user.certificate()), TlsFixture.base64(key));
        return """
                current-context: x
                contexts: [{name: x, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: 'https://%s:%d', certificate-authority-data: %s}}]
                users: [{name: u, user: {%s}}]
                """.formatted(host, port, TlsFixture.base64(authority.certificate()), identity);
    }
}

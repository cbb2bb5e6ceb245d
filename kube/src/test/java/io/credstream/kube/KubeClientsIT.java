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
    private static TlsFixture edClient;

    private final KubeClients clients = new KubeClients(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeKeys() throws Exception {
        server = TlsFixture.rsa(folder, "server", "dns:localhost");
        client = TlsFixture.rsa(folder, "client", "dns:client");
        ecClient = TlsFixture.ec(folder, "ec-client");
        edClient = TlsFixture.ed25519(folder, "ed-client");
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
    void presentsCertificatesOfEdwardsCurves() throws Exception {
        int port = listen(edClient, request -> request.response().end("{}"));

        assertThat(get(connect(kubeconfig("localhost", port, server, edClient, edClient.pkcs8Key())))
                        .code())
                .isEqualTo(200);
    }

    @Test
    void asksForTheNameThatTheKubeconfigSaysAndVerifiesIt() throws Exception {
        int port = listen(null, request -> request.response().end("{}"));
        String byAddress = kubeconfig("127.0.0.1", port, server, null, null);

        assertThat(get(connect(named(byAddress, "localhost"))).code()).isEqualTo(200);
        assertThat(trouble(named(byAddress, "kubernetes.default.svc")).condition())
                .isEqualTo(Condition.CERTIFICATE_INVALID);
        assertThat(trouble(named(kubeconfig("localhost", port, server, null, null), "kubernetes.default"))
                        .condition())
                .as("a certificate for the address does not do for another name")
                .isEqualTo(Condition.CERTIFICATE_INVALID);
    }

    @Test
    void namesTheServerInTheHandshake() throws Exception {
        TlsFixture named = TlsFixture.rsa(folder, "named", "dns:api.example.test");
        int port = listen(
                named,
                null,
                request -> request.response().end("" + request.connection().indicatedServerName()));

        HttpResponse<String> answer =
                get(connect(named(kubeconfig("127.0.0.1", port, named, null, null), "api.example.test")));

        assertThat(answer.body()).isEqualTo("api.example.test");
    }

    @Test
    void verifiesNamesWithUnderscores() throws Exception {
        TlsFixture named = TlsFixture.rsa(folder, "underscore", "dns:kubeXapi").renamed("kubeXapi", "kube_api");
        int port = listen(named, null, request -> request.response().end("{}"));
        String byAddress = kubeconfig("127.0.0.1", port, named, null, null);

        assertThat(get(connect(named(byAddress, "kube_api"))).code()).isEqualTo(200);
        assertThat(trouble(named(byAddress, "kube_apis")).condition()).isEqualTo(Condition.CERTIFICATE_INVALID);
        assertThat(trouble(named(kubeconfig("127.0.0.1", port, server, null, null), "kube_api"))
                        .condition())
                .isEqualTo(Condition.CERTIFICATE_INVALID);
    }

    @Test
    void reachesServersByEverySpellingOfTheirAddress() throws Exception {
        int port = listen(null, request -> request.response().end(request.path()));
        String kubeconfig = kubeconfig("localhost", port, server, null, null);

        for (String address : List.of("HTTPS://LOCALHOST:" + port + "/", "localhost:" + port)) {
            assertThat(get(connect(kubeconfig.replace("https://localhost:" + port, address)))
                            .body())
                    .isEqualTo("/version");
        }
        assertThat(get(connect(kubeconfig.replace(":" + port, ":" + port + "/k8s/clusters/c-1/")))
                        .body())
                .isEqualTo("/k8s/clusters/c-1/version");
    }

    @Test
    void saysWithWhichRightsItActs() throws Exception {
        int port = listen(null, request -> request.response().end("{}"));

        get(connect(kubeconfig("localhost", port, server, null, null).replace("token: not-a-real-token", """
                        username: u, password: 'not: a real one', as: someone, as-uid: '7',
                        as-groups: [a, b], as-user-extra: {Example.test/scopes: [x, z]}""")));

        var headers = requests.getFirst().headers();
        assertThat(headers.get("Authorization")).isEqualTo("Basic dTpub3Q6IGEgcmVhbCBvbmU=");
        assertThat(headers.get("Impersonate-User")).isEqualTo("someone");
        assertThat(headers.get("Impersonate-Uid")).isEqualTo("7");
        assertThat(headers.getAll("Impersonate-Group")).containsExactly("a", "b");
        assertThat(headers.getAll("Impersonate-Extra-Example.test%2Fscopes")).containsExactly("x", "z");
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

        get(open(usable.connection().impersonating("system:serviceaccount:kyma-system:credstream")));

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

    @Test
    void readsNoMoreOfAnAnswerThanItsLimit() throws Exception {
        int port = listen(null, request -> {
            request.response().setChunked(true).write(" ".repeat(KubeconfigSecrets.MAX_ANSWER));
            request.response().write("canary"); // and never an end
        });
        Path endless = Files.writeString(folder.resolve("endless"), kubeconfig("localhost", port, server, null, null));

        Link<HttpAccess> link = clients.openHttp(runtimeOf(endless));

        Trouble trouble = ((Link.Closed<HttpAccess>) link).trouble();
        assertThat(trouble.condition()).isEqualTo(Condition.UNREACHABLE);
        assertThat(trouble.fix())
                .contains("kubeconfig-a", KubeconfigSecrets.MAX_ANSWER + " bytes")
                .doesNotContain("canary");
    }

    @Test
    void whatAnswersWithoutASecretIsSaid() throws Exception {
        List<String> answers = List.of(
                "",
                "[",
                "{\"items\":[",
                "[]",
                "{\"items\":[]}",
                "{\"items\":[{\"data\":{\"config\":7}}]}",
                "{\"items\":[{\"data\":{\"config\":\"%\"}}]}",
                "{\"a\":".repeat(5000));
        List<String> said = new ArrayList<>();
        int port = listen(null, request -> request.response().end(answers.get(requests.size() - 1)));
        Path strange = Files.writeString(folder.resolve("strange"), kubeconfig("localhost", port, server, null, null));

        for (int i = 0; i < answers.size(); i++) {
            said.add(((Link.Closed<HttpAccess>) clients.openHttp(runtimeOf(strange)))
                    .trouble()
                    .reason());
        }

        assertThat(said)
                .containsExactly(
                        "answer", "answer", "answer", "answer", "Secret", "kubeconfig", "kubeconfig", "answer");
    }

    private static KubeconfigSecret runtimeOf(Path controlPlane) {
        return new KubeconfigSecret(
                new KubeconfigFile(controlPlane.toString(), null), "kcp-system", "kubeconfig-a", "1", "watcher", null);
    }

    /** Starts a server with the certificate for localhost, which asks for the certificate of a client if there is one. */
    private int listen(@Nullable TlsFixture trusted, Consumer<HttpServerRequest> handler) throws Exception {
        return listen(server, trusted, handler);
    }

    private int listen(TlsFixture presented, @Nullable TlsFixture trusted, Consumer<HttpServerRequest> handler)
            throws Exception {
        var options = new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(presented.options());
        if (trusted != null) {
            options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(trusted.options());
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

    private static String named(String kubeconfig, String name) {
        return kubeconfig.replace("cluster: {server", "cluster: {tls-server-name: " + name + ", server");
    }

    private KubernetesClient connect(String kubeconfig) {
        return open(((Kubeconfig.Usable) Kubeconfigs.parse("test", kubeconfig)).connection());
    }

    private KubernetesClient open(Connection connection) {
        return ((Link.Open<KubernetesClient>) clients.open(connection)).client();
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

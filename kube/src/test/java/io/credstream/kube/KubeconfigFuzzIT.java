package io.credstream.kube;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.credstream.kube.HttpAccess.Answer;
import io.credstream.kube.HttpAccess.Unanswered;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Kubeconfigs that are changed at random, up to the request: whatever is judged to be usable makes a client and a request, or a
 * trouble, and never an exception; nothing of a credential is seen anywhere.
 *
 * <p>Runs for {@code credstream.fuzz.seconds} from {@code credstream.fuzz.seed}, or from a new one, which it prints.
 */
class KubeconfigFuzzIT {

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final KubeClients clients = new KubeClients(Duration.ofSeconds(2), Duration.ofSeconds(5));
    private final Leaks leaks = new Leaks();
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private Level before;

    @BeforeEach
    void listenToTheLog() {
        before = root.getLevel();
        root.setLevel(Level.DEBUG);
        leaks.start();
        root.addAppender(leaks);
    }

    @AfterEach
    void close() {
        root.detachAppender(leaks);
        root.setLevel(before);
        clients.close();
        vertx.close();
    }

    @Test
    void whateverIsUsableComesToARequestAndWhateverIsNotToAProblem() throws Exception {
        long seed = Long.getLong("credstream.fuzz.seed", System.nanoTime());
        long seconds = Long.getLong("credstream.fuzz.seconds", 2);
        System.out.println("KubeconfigFuzzIT: -Dcredstream.fuzz.seed=" + seed);
        TlsFixture server = TlsFixture.ec(folder, "localhost");
        TlsFixture client = TlsFixture.ec(folder, Mutations.CANARY);
        int tls = listen(new HttpServerOptions().setSsl(true).setKeyCertOptions(server.options()));
        int plain = listen(new HttpServerOptions());
        Mutations mutations = new Mutations(seed, server, client, tls, plain);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        int usable = 0;
        int answered = 0;
        int all = 0;
        while (System.nanoTime() < end) {
            all++;
            byte[] kubeconfig = mutations.next();
            Kubeconfig read = all % 2 == 0 ? Kubeconfigs.parse("test", kubeconfig) : fromFile(kubeconfig);
            switch (read) {
                case Kubeconfig.Unusable unusable -> quiet(unusable.trouble().fix());
                case Kubeconfig.Usable(Connection connection) -> {
                    usable++;
                    quiet(connection.toString());
                    answered += ask(connection, tls, plain) ? 1 : 0;
                }
            }
        }
        assertThat(usable).as("of %s kubeconfigs, seed %s", all, seed).isGreaterThan(all / 50);
        assertThat(answered).as("of %s that are usable, seed %s", usable, seed).isPositive();
        assertThat(leaks.found).as("seed %s", seed).isEmpty();
    }

    private Kubeconfig fromFile(byte[] kubeconfig) throws Exception {
        Path file = Files.write(folder.resolve("config"), kubeconfig);
        return Kubeconfigs.read(new KubeconfigFile(file.toString(), null));
    }

    /** Whether there was an answer. Of another server than ours, only the request is made. */
    private boolean ask(Connection connection, int tls, int plain) throws InterruptedException {
        Connection used = connection.impersonating("somebody");
        switch (clients.open(used)) {
            case Link.Closed<KubernetesClient>(Trouble trouble) -> quiet(trouble.toString());
            case Link.Open<KubernetesClient>(KubernetesClient client) -> client.close();
        }
        try (HttpAccess access = clients.http(connection)) {
            access.get("version");
            int port = connection.server().getPort();
            if (port != tls && port != plain) {
                return false;
            }
            Answer answer = access.read("version", 1000);
            return answer.status() == 200;
        } catch (Unanswered e) {
            quiet(e.trouble().toString());
            quiet(e.toString());
            return false;
        }
    }

    private static void quiet(String text) {
        assertThat(text).doesNotContainIgnoringCase(Mutations.CANARY);
        assertThat(text.codePoints().filter(c -> Character.isISOControl(c) || c == 0x202e))
                .isEmpty();
    }

    private int listen(HttpServerOptions options) throws Exception {
        return vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end("{}"))
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    /** What was logged of a credential. */
    private static final class Leaks extends AppenderBase<ILoggingEvent> {

        private final Queue<String> found = new ConcurrentLinkedQueue<>();
        private final List<String> forms =
                List.of(Mutations.CANARY, TlsFixture.base64(Mutations.CANARY).substring(0, 7));

        @Override
        protected void append(ILoggingEvent event) {
            String text = event.getFormattedMessage()
                    + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
            if (forms.stream().anyMatch(text::contains)) {
                found.add(text.getBytes(StandardCharsets.UTF_8).length + " bytes of " + event.getLoggerName());
            }
        }
    }
}

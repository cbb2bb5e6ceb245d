package io.credstream.kube;

import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.observe.Fault;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Makes clients of clusters, all of them on one event loop, one executor and one serialization, which is what makes a
 * cluster cheap.
 *
 * <p>Its clients ignore the environment ({@code KUBECONFIG}, proxies, service account), trust the authority that the
 * kubeconfig gives and no other, verify host names, follow no redirect, and never retry beneath their caller, who counts
 * and limits. Nothing that they send or receive is logged, at any level. Watches are plain HTTP.
 */
public final class KubeClients implements AutoCloseable {

    private static final String USER_AGENT = "credstream";

    private static final String NO_DNS_RESOLVER = "vertx.disableDnsResolver";

    private final Duration connectTimeout;
    private final Duration requestTimeout;
    private final Vertx vertx;
    private final ExecutorService tasks = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("kube-", 0).factory());
    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final KubeconfigSecrets secrets = new KubeconfigSecrets(this);

    /**
     * @param requestTimeout of a whole request and its answer; watches have none
     */
    public KubeClients(Duration connectTimeout, Duration requestTimeout) {
        this.connectTimeout = connectTimeout;
        this.requestTimeout = requestTimeout;
        this.vertx = startVertx();
    }

    /**
     * Reads the kubeconfig that the fleet refers to, anew, and makes a client from it. Blocks while it is read, and ends when
     * interrupted.
     */
    public Link<KubernetesClient> open(Cluster.Access access) {
        return connection(access).then(this::open);
    }

    /** As {@link #open(Cluster.Access)}, for whoever needs no client. */
    public Link<HttpAccess> openHttp(Cluster.Access access) {
        return connection(access).then(connection -> made(connection, this::http));
    }

    private Link<Connection> connection(Cluster.Access access) {
        return switch (access) {
            case KubeconfigFile file -> connection(file);
            case KubeconfigSecret secret -> secrets.read(secret);
        };
    }

    private static Link<Connection> connection(KubeconfigFile file) {
        return switch (Kubeconfigs.read(file)) {
            case Kubeconfig.Unusable unusable -> new Link.Closed<>(unusable.trouble());
            case Kubeconfig.Usable usable -> new Link.Open<>(usable.connection());
        };
    }

    /** A client of its own for one cluster, as {@link #open(Cluster.Access)} makes them. */
    public Link<KubernetesClient> open(Connection connection) {
        return made(connection, this::connect);
    }

    /** What a library does not like of a connection that was judged to be good is said by a code: its words may quote a token. */
    private static <C> Link<C> made(Connection connection, Function<Connection, C> make) {
        try {
            return new Link.Open<>(make.apply(connection));
        } catch (RuntimeException e) {
            return new Link.Closed<>(Trouble.unusable(Fault.of(e)));
        }
    }

    /**
     * A client of its own for one cluster. It connects when it is first used; to close it closes its connections and
     * nothing that is shared.
     */
    private KubernetesClient connect(Connection connection) {
        NamedTlsFactory http = new NamedTlsFactory(vertx, connection);
        return new KubernetesClientBuilder()
                .withConfig(config(connection))
                .withHttpClientFactory(http)
                .withHttpClientBuilderConsumer(http::prepare)
                .withTaskExecutor(tasks)
                .withKubernetesSerialization(serialization)
                .build();
    }

    /** As {@link #open(Connection)}, for whoever needs no client. */
    HttpAccess http(Connection connection) {
        NamedTlsFactory http = new NamedTlsFactory(vertx, connection);
        HttpClient.Builder builder = http.newBuilder(config(connection));
        http.prepare(builder);
        return new HttpAccess(builder.build(), connection.server().toString(), requestTimeout);
    }

    /** Ends all clients at once. */
    @Override
    public void close() {
        tasks.shutdownNow();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the HTTP stack did not stop", e);
        }
    }

    private Config config(Connection connection) {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(connection.server().toString())
                .withUserAgent(USER_AGENT)
                .withConnectionTimeout(Math.toIntExact(connectTimeout.toMillis()))
                .withRequestTimeout(Math.toIntExact(requestTimeout.toMillis()))
                .withRequestRetryBackoffLimit(0)
                .withOnlyHttpWatches(true)
                .build();
    }

    /**
     * With the JDK's resolver: Vert.x's own reads {@code resolv.conf} once and knows no other source of names. It can be
     * switched off only by a system property at the moment an instance is made.
     */
    private static Vertx startVertx() {
        String before = System.getProperty(NO_DNS_RESOLVER);
        try {
            System.setProperty(NO_DNS_RESOLVER, "true");
            return Vertx.vertx(new VertxOptions()
                    .setUseDaemonThread(true)
                    .setFileSystemOptions(
                            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        } finally {
            if (before == null) {
                System.clearProperty(NO_DNS_RESOLVER);
            } else {
                System.setProperty(NO_DNS_RESOLVER, before);
            }
        }
    }
}

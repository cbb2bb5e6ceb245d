package io.credstream.kube;

import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.WebClientOptions;
import javax.net.ssl.SSLContext;

/**
 * Makes the HTTP clients of one cluster, with its TLS. The library's own way to that knows neither the name that a certificate has
 * to be valid for nor how to trust nobody else.
 */
final class NamedTlsFactory extends VertxHttpClientFactory {

    /** To one cluster: each watch takes one. The library's 8192 are an array of that length for every cluster. */
    private static final int MAX_CONNECTIONS = 256;

    private final Vertx vertx;
    private final Connection connection;

    NamedTlsFactory(Vertx vertx, Connection connection) {
        super(vertx);
        this.vertx = vertx;
        this.connection = connection;
    }

    @Override
    public VertxHttpClientBuilder<VertxHttpClientFactory> newBuilder() {
        return new Builder(this);
    }

    @Override
    protected void additionalConfig(WebClientOptions options) {
        options.setMaxPoolSize(MAX_CONNECTIONS);
    }

    private static final class Builder extends VertxHttpClientBuilder<VertxHttpClientFactory> {

        Builder(NamedTlsFactory factory) {
            super(factory, factory.vertx);
        }

        /** Puts ours in the place of whatever the library derived from its configuration. */
        void trust(SSLContext tls) {
            this.sslContext = tls;
        }
    }

    /** Gives a builder of this factory the cluster's TLS and identity, and takes from it what the library would do by itself. */
    void prepare(io.fabric8.kubernetes.client.http.HttpClient.Builder builder) {
        connection.tls().ifPresent(((Builder) builder)::trust);
        builder.addOrReplaceInterceptor("HttpLogging", null); // would show tokens and Secrets, whole, at TRACE
        builder.addOrReplaceInterceptor("TOKEN", null);
        builder.addOrReplaceInterceptor("IMPERSONATOR", null);
        builder.addOrReplaceInterceptor("IDENTITY", new Identity(connection.headers()));
    }
}

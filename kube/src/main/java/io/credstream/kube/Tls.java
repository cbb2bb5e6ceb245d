package io.credstream.kube;

import io.credstream.kube.Connection.Identity;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * What a connection trusts and presents.
 *
 * <p>Made here and not by the client library, which trusts every public authority besides the one in the kubeconfig, and
 * holds a copy of them all for each cluster.
 */
final class Tls {

    private Tls() {}

    static void apply(Connection connection, HttpClient.Builder client, Vertx vertx) {
        KeyManager[] presented = connection.identities().stream()
                .filter(Identity.ClientCertificate.class::isInstance)
                .map(Identity.ClientCertificate.class::cast)
                .findFirst()
                .map(certificate -> keyManagers(certificate, vertx))
                .orElse(null);
        // Null means what the JDK trusts.
        TrustManager[] trusted = connection
                .certificateAuthority()
                .map(pem -> trustManagers(pem, vertx))
                .orElse(null);
        client.sslContext(presented, trusted);
    }

    private static KeyManager[] keyManagers(Identity.ClientCertificate identity, Vertx vertx) {
        var options = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(identity.certificate()))
                .addKeyValue(Buffer.buffer(identity.key()));
        try {
            return options.getKeyManagerFactory(vertx).getKeyManagers();
        } catch (Exception e) {
            throw new IllegalArgumentException("the client certificate or its key cannot be used", e);
        }
    }

    private static TrustManager[] trustManagers(String pem, Vertx vertx) {
        try {
            return new PemTrustOptions()
                    .addCertValue(Buffer.buffer(pem))
                    .getTrustManagerFactory(vertx)
                    .getTrustManagers();
        } catch (Exception e) {
            throw new IllegalArgumentException("the certificate authority cannot be used", e);
        }
    }
}

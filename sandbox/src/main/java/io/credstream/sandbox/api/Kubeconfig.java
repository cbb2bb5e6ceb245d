package io.credstream.sandbox.api;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The file that tells clients where a cluster is and who they are. */
public final class Kubeconfig {

    private Kubeconfig() {}

    static String of(String cluster, URI url, String token) {
        return of(cluster, url, "", token);
    }

    /**
     * {@return a kubeconfig of one cluster that is reached by TLS}
     *
     * @param authority the certificates that vouch for the server, as PEM
     * @param token of whoever uses it
     */
    public static String ofSecured(String cluster, URI url, String authority, String token) {
        var data = Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8));
        return of(cluster, url, "\n    certificate-authority-data: " + data, token);
    }

    private static String of(String cluster, URI url, String authority, String token) {
        return """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s%3$s
                contexts:
                - name: %1$s
                  context:
                    cluster: %1$s
                    user: %1$s
                users:
                - name: %1$s
                  user:
                    token: %4$s
                """.formatted(cluster, url, authority, token);
    }
}

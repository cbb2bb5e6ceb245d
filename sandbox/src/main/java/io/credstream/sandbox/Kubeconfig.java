package io.credstream.sandbox;

import java.net.URI;

/** The file that tells clients where a cluster is and who they are. */
final class Kubeconfig {

    private Kubeconfig() {}

    static String of(String cluster, URI url, String token) {
        return """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters:
                - name: %1$s
                  cluster:
                    server: %2$s
                contexts:
                - name: %1$s
                  context:
                    cluster: %1$s
                    user: %1$s
                users:
                - name: %1$s
                  user:
                    token: %3$s
                """.formatted(cluster, url, token);
    }
}

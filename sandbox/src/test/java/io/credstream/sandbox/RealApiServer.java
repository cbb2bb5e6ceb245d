package io.credstream.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * A kube-apiserver with an etcd of its own, beside this JVM and on 127.0.0.1: a control plane with nobody in it.
 *
 * <p>It authorizes by RBAC and issues tokens for service accounts. No controller runs, so nothing collects garbage, and a
 * namespace that is deleted stays.
 */
final class RealApiServer implements AutoCloseable {

    private static final String ADMIN_TOKEN = "not-a-secret-of-the-administrator";

    private final Path folder;
    private final URI url;
    private final Etcd etcd;
    private final Daemon apiServer;

    private RealApiServer(KubeBinaries binaries, Path folder) throws IOException {
        this.folder = folder;
        url = URI.create("https://127.0.0.1:" + freePort());
        etcd = new Etcd(binaries.etcd(), folder, freePort(), freePort());
        apiServer = new Daemon(command(binaries), folder.resolve("kube-apiserver.log"), this::isReady);
    }

    /**
     * Starts one that is empty.
     *
     * @param folder of its own, which exists; keys, data and logs are put there
     * @return once it takes requests
     */
    static RealApiServer start(KubeBinaries binaries, Path folder) {
        try {
            Files.writeString(folder.resolve("service-accounts.pem"), newKey());
            Files.writeString(folder.resolve("tokens.csv"), ADMIN_TOKEN + ",admin,admin,system:masters\n");
            var server = new RealApiServer(binaries, folder);
            try {
                server.etcd.start();
                server.apiServer.start();
            } catch (RuntimeException failed) {
                server.close();
                throw failed;
            }
            return server;
        } catch (IOException unable) {
            throw new UncheckedIOException(unable);
        }
    }

    /** {@return a kubeconfig of the administrator, who checks the certificate of the server} */
    String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                current-context: real
                clusters:
                - name: real
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                contexts:
                - name: real
                  context:
                    cluster: real
                    user: admin
                users:
                - name: admin
                  user:
                    token: %s
                """.formatted(url, Base64.getEncoder().encodeToString(certificates()), ADMIN_TOKEN);
    }

    /** The server's own, and that of the authority it made for it. */
    private byte[] certificates() {
        try {
            return Files.readAllBytes(folder.resolve("tls").resolve("apiserver.crt"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private boolean isReady() {
        if (!Files.exists(folder.resolve("tls").resolve("apiserver.key"))) {
            return false;
        }
        try (var api = new RawApi(kubeconfig())) {
            return api.get("/readyz").status() == 200;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private List<String> command(KubeBinaries binaries) {
        var accountKey = folder.resolve("service-accounts.pem");
        return List.of(
                binaries.apiServer().toString(),
                "--etcd-servers=" + etcd.url(),
                "--cert-dir=" + folder.resolve("tls"),
                "--bind-address=127.0.0.1",
                "--secure-port=" + url.getPort(),
                "--service-cluster-ip-range=10.0.0.0/24",
                "--endpoint-reconciler-type=none",
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + accountKey,
                "--service-account-signing-key-file=" + accountKey,
                // Pods are none here, and service accounts that nobody makes would be asked for.
                "--disable-admission-plugins=ServiceAccount");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String newKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var encoded = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        apiServer.kill();
        etcd.kill();
    }
}

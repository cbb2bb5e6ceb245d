package io.credstream.testkit.apiserver;

import io.credstream.sandbox.api.Kubeconfig;
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
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A kube-apiserver with an etcd of its own, beside this JVM and on 127.0.0.1: a control plane with nobody in it.
 *
 * <p>It authorizes by RBAC and issues tokens for service accounts. No controller runs, so nothing collects garbage, and a
 * namespace that is deleted stays.
 */
public final class RealApiServer implements AutoCloseable {

    private static final String ADMIN_TOKEN = "not-a-secret-of-the-administrator";

    private final Path folder;
    private final URI url;
    private final Etcd etcd;
    private final Daemon apiServer;
    private int backups;

    private RealApiServer(KubeBinaries binaries, Path folder, List<String> flags) throws IOException {
        this.folder = folder;
        url = URI.create("https://127.0.0.1:" + freePort());
        etcd = new Etcd(binaries.etcd(), folder, freePort(), freePort());
        apiServer = new Daemon(command(binaries, flags), folder.resolve("kube-apiserver.log"), this::isReady);
    }

    /**
     * Starts one that is empty.
     *
     * @param folder of its own, which exists; keys, data and logs are put there
     * @param flags for the API server, beside those it needs
     * @return once it takes requests
     */
    public static RealApiServer start(KubeBinaries binaries, Path folder, String... flags) {
        try {
            Files.writeString(folder.resolve("service-accounts.pem"), newKey());
            Files.writeString(folder.resolve("tokens.csv"), ADMIN_TOKEN + ",admin,admin,system:masters\n");
            var server = new RealApiServer(binaries, folder, List.of(flags));
            try {
                server.start();
            } catch (RuntimeException failed) {
                server.close();
                throw failed;
            }
            return server;
        } catch (IOException unable) {
            throw new UncheckedIOException(unable);
        }
    }

    /** Starts what was stopped, with the data of before and on the same port. */
    public void start() {
        etcd.start();
        apiServer.start();
    }

    /** Stops it, and lets connections end as they do. */
    public void stop() {
        apiServer.stop();
        etcd.stop();
    }

    /** Ends the API server from one moment to the next; etcd stays. */
    public void kill() {
        apiServer.kill();
    }

    /** Copies what is stored. The server is stopped for it, and running again afterwards. */
    public Path backup() {
        stop();
        var backup = folder.resolve("backup-" + ++backups);
        etcd.copyTo(backup);
        start();
        return backup;
    }

    /** Stores what a backup holds instead of what is there: versions go backwards. The server is stopped for it. */
    public void restore(Path backup) {
        stop();
        etcd.replaceBy(backup);
        start();
    }

    /** Makes etcd forget what was before the present, as the API server has it do every few minutes. */
    public void compact() {
        etcd.compact();
    }

    public URI url() {
        return url;
    }

    /** {@return a kubeconfig of the administrator} */
    public String kubeconfig() {
        return kubeconfig(url);
    }

    /** {@return a kubeconfig of the administrator, who takes another way, as below} */
    public String kubeconfig(URI way) {
        return kubeconfig(way, ADMIN_TOKEN);
    }

    /**
     * {@return a kubeconfig of whoever has a token}
     *
     * @param way to the server, which may lead through something on 127.0.0.1
     */
    public String kubeconfig(URI way, String token) {
        return Kubeconfig.ofSecured("real", way, certificates(), token);
    }

    public ApiUser admin() {
        return new ApiUser(trust(), url, ADMIN_TOKEN);
    }

    /** {@return TLS that trusts this server and no other} */
    public SSLContext trust() {
        try {
            return ServerTrust.in(certificates());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The server's own, and that of the authority it made for it. */
    private String certificates() {
        try {
            return Files.readString(folder.resolve("tls").resolve("apiserver.crt"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private boolean isReady() {
        try {
            return Files.exists(folder.resolve("tls").resolve("apiserver.key"))
                    && admin().get("/readyz").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private List<String> command(KubeBinaries binaries, List<String> flags) {
        var accountKey = folder.resolve("service-accounts.pem");
        var command = List.of(
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
        return Stream.concat(command.stream(), flags.stream()).toList();
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

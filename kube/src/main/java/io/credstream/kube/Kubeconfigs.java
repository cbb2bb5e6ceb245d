package io.credstream.kube;

import io.credstream.model.Cluster;
import io.credstream.observe.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads kubeconfigs, and judges them before anything acts on them.
 *
 * <p>The client library is never given a kubeconfig, because it runs {@code exec} plugins while it parses. What is read here
 * is one context with its cluster and user, and of these only what {@link Connection} has room for, all of it checked as far as
 * it can be without the server. Other contexts are not looked at but for their names: a workstation's file may well have an
 * {@code exec} in a context that nobody asked for.
 */
public final class Kubeconfigs {

    /** Of a file. An etcd in its usual configuration keeps no Secret that is larger than a third of it. */
    static final int MAX_BYTES = 4 << 20;

    private static final String MINIFY = "kubectl config view --minify --flatten --raw --context=…";

    private Kubeconfigs() {}

    /** Reads what the fleet refers to, anew at each call: certificates and tokens get replaced. */
    public static Kubeconfig read(Cluster.Access.KubeconfigFile file) {
        var problems = new Problems(Printable.line(file.path()));
        try {
            Path path = Path.of(file.path()).toAbsolutePath();
            byte[] bytes = References.bounded(path, MAX_BYTES);
            return parse(problems, bytes, file.context(), References.relativeTo(path));
        } catch (IOException | InvalidPathException e) {
            return problems.missing("file", "cannot be read", "check the path and its permissions");
        }
    }

    /**
     * Judges a kubeconfig that came from a cluster. It may not refer to files: they would be ours, not its author's.
     *
     * @param origin what to call it in problems
     */
    public static Kubeconfig parse(String origin, String yaml) {
        return parse(origin, yaml.getBytes(StandardCharsets.UTF_8));
    }

    static Kubeconfig parse(String origin, byte[] yaml) {
        return parse(new Problems(origin), yaml, null, References.NONE);
    }

    private static Kubeconfig parse(Problems problems, byte[] bytes, @Nullable String context, References references) {
        if (bytes.length > MAX_BYTES) {
            return problems.missing("file", "is larger than 4 MiB", "give one with this context only: " + MINIFY);
        }
        Value root;
        try {
            root = KubeconfigText.parse(bytes);
        } catch (Unreadable e) {
            e.report(problems);
            return problems.unusable().orElseThrow();
        }
        Entries entries = Entries.of(root, problems);
        Optional<Connection> connection =
                entries.context(context).flatMap(chosen -> connection(chosen, references, problems));
        return problems.unusable().orElseGet(() -> new Kubeconfig.Usable(connection.orElseThrow()));
    }

    /** Empty only if there are problems. */
    private static Optional<Connection> connection(Entries.Context context, References references, Problems problems) {
        PemFields pem = new PemFields(references);
        UserReader.User user = new UserReader(context.user(), references, pem).read();
        boolean presents =
                context.user().has("client-certificate") || context.user().has("client-certificate-data");
        Optional<ClusterReader.Server> server = new ClusterReader(context.cluster(), pem).read(presents);
        if (server.isEmpty() || problems.count() > 0) {
            return Optional.empty();
        }
        try {
            SSLContext tls = tls(server.get(), user);
            return Optional.of(
                    new Connection(server.get().address().uri(), tls, user.identity(), user.impersonation()));
        } catch (GeneralSecurityException e) {
            problems.add(
                    context.user().path() + "client-key-data",
                    "cannot be used by the TLS of this JDK",
                    "give an RSA, EC or Ed25519 key");
            return Optional.empty();
        }
    }

    private static @Nullable SSLContext tls(ClusterReader.Server server, UserReader.User user)
            throws GeneralSecurityException {
        if (!server.address().tls()) {
            return null;
        }
        ClientCertificate certificate = user.certificate();
        KeyManager[] presented = certificate == null ? null : Trust.presenting(certificate);
        return NamedTls.context(server.name(), server.trusted(), presented);
    }
}

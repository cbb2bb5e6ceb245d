package io.credstream.kube;

import io.credstream.kube.Connection.Identity;
import io.credstream.kube.Connection.Impersonation;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a context's cluster and user into a connection, or into problems. */
final class ContextReader {

    private static final String BY_TOKEN = "use a token or a client certificate";

    private final Problems problems;
    private final References references;

    ContextReader(Problems problems, References references) {
        this.problems = problems;
        this.references = references;
    }

    /** Empty only if there are problems. */
    Optional<Connection> read(Fields cluster, Fields user) {
        refuseUnsafe(cluster, user);
        refuseUnsupported(cluster, user);
        Optional<URI> server = server(cluster);
        Optional<String> authority = pem(cluster, "certificate-authority");
        List<Identity> identities = identities(user);
        Impersonation impersonation = impersonation(user);
        return server.map(uri -> new Connection(uri, authority.orElse(null), identities, impersonation));
    }

    private void refuseUnsafe(Fields cluster, Fields user) {
        if (user.has("exec")) {
            problems.refuse(user.path() + "exec", "would run a program", BY_TOKEN);
        }
        if (user.has("auth-provider")) {
            problems.refuse(user.path() + "auth-provider", "would run a plugin of the client", BY_TOKEN);
        }
        if (cluster.has("insecure-skip-tls-verify")) {
            problems.refuse(
                    cluster.path() + "insecure-skip-tls-verify",
                    "would trust any server",
                    "remove it, and give the server's authority in certificate-authority-data");
        }
        if (cluster.has("proxy-url")) {
            problems.refuse(cluster.path() + "proxy-url", "would use a proxy", "remove it, and connect directly");
        }
    }

    /** To ignore one of these would be to talk to another server, or as somebody else, than the file says. */
    private void refuseUnsupported(Fields cluster, Fields user) {
        if (cluster.has("tls-server-name")) {
            problems.add(
                    cluster.path() + "tls-server-name",
                    "is not supported",
                    "use a server address that the certificate is valid for");
        }
        for (String field : List.of("as-uid", "as-user-extra")) {
            if (user.has(field)) {
                problems.add(user.path() + field, "is not supported", "use as and as-groups, or another user");
            }
        }
    }

    private Optional<URI> server(Fields cluster) {
        String field = cluster.path() + "server";
        Optional<URI> server = cluster.text("server").flatMap(ContextReader::absolute);
        if (server.isEmpty()) {
            problems.add(field, "is not the address of a server", "write it as https://host:port");
            return Optional.empty();
        }
        URI uri = server.get();
        if (uri.getRawUserInfo() != null) {
            problems.refuse(field, "holds credentials, which would be logged", "move them to users");
        }
        if (uri.getScheme().equals("http") && !isLoopback(uri.getHost())) {
            problems.refuse(field, "would send credentials in the clear", "use https");
        }
        return server;
    }

    private static Optional<URI> absolute(String text) {
        try {
            var uri = new URI(text);
            String scheme = uri.getScheme();
            return uri.getHost() != null && (scheme.equals("https") || scheme.equals("http"))
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** By its spelling, without asking DNS. */
    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
    }

    private List<Identity> identities(Fields user) {
        var identities = new ArrayList<Identity>();
        Optional<String> certificate = pem(user, "client-certificate");
        Optional<String> key = pem(user, "client-key");
        if (certificate.isPresent() && key.isPresent()) {
            identities.add(new Identity.ClientCertificate(certificate.get(), key.get()));
        } else if (user.has("client-certificate") || user.has("client-certificate-data")) {
            if (!user.has("client-key") && !user.has("client-key-data")) {
                problems.add(user.path() + "client-key-data", "is missing", "give the key of the client certificate");
            }
        }
        // As in kubectl: a token's file is fresher than the token.
        Optional<String> token =
                user.has("tokenFile") ? referenced(user, "tokenFile").map(String::strip) : user.text("token");
        token.ifPresent(value -> identities.add(new Identity.Token(value)));
        if (token.isEmpty() && user.has("username")) {
            identities.add(new Identity.Password(
                    user.text("username").orElse(""), user.text("password").orElse("")));
        }
        return identities;
    }

    private @Nullable Impersonation impersonation(Fields user) {
        List<String> groups = new ArrayList<>();
        user.node().path("as-groups").forEach(group -> groups.add(group.asText()));
        return user.text("as").map(name -> new Impersonation(name, groups)).orElse(null);
    }

    /** As in kubectl: what is in the kubeconfig comes before what it refers to. */
    private Optional<String> pem(Fields fields, String field) {
        String data = field + "-data";
        Optional<String> base64 = fields.text(data);
        Optional<String> pem = base64.isPresent() ? decoded(fields.path() + data, base64.get()) : Optional.empty();
        if (base64.isEmpty() && fields.has(field)) {
            pem = referenced(fields, field);
        }
        if (pem.isPresent() && !pem.get().contains("-----BEGIN ")) {
            problems.add(
                    fields.path() + field, "is not PEM", "write it with kubectl config set-cluster or set-credentials");
            return Optional.empty();
        }
        return pem;
    }

    private Optional<String> decoded(String path, String base64) {
        try {
            return Optional.of(new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            problems.add(path, "is not base64", "copy it again, whole");
            return Optional.empty();
        }
    }

    private Optional<String> referenced(Fields fields, String field) {
        String path = fields.path() + field;
        if (!references.allowed()) {
            problems.refuse(path, "would read a file of this machine", "put its content into the kubeconfig");
            return Optional.empty();
        }
        try {
            return Optional.of(references.read(fields.text(field).orElse("")));
        } catch (IOException | InvalidPathException e) {
            problems.add(path, "refers to a file that cannot be read", "check the path and its permissions");
            return Optional.empty();
        }
    }
}

package io.credstream.kube;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;

/** Reads a context's cluster: where the server is, and how it is known to be the right one. */
final class ClusterReader {

    /**
     * Where a server is and how it is known.
     *
     * @param name that its certificate has to be valid for
     */
    record Server(ServerAddress address, String name, X509ExtendedTrustManager trusted) {}

    private final Fields cluster;
    private final Problems problems;
    private final PemFields pem;

    ClusterReader(Fields cluster, PemFields pem) {
        this.cluster = cluster;
        this.problems = cluster.problems();
        this.pem = pem;
    }

    /**
     * Reads.
     *
     * @param presentsCertificate whether the user has a client certificate: then, as with an authority, an address without a
     *     scheme is one of https
     * @return empty only if there are problems
     */
    Optional<Server> read(boolean presentsCertificate) {
        refuseUnsafe();
        boolean tlsByDefault = presentsCertificate
                || cluster.has("certificate-authority")
                || cluster.has("certificate-authority-data");
        Optional<ServerAddress> address = address(tlsByDefault);
        Optional<X509ExtendedTrustManager> trusted = trusted();
        Optional<String> name = serverName();
        if (address.isEmpty() || trusted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Server(address.get(), name.orElse(address.get().name()), trusted.get()));
    }

    private void refuseUnsafe() {
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

    private Optional<ServerAddress> address(boolean tlsByDefault) {
        String field = cluster.path() + "server";
        if (!cluster.has("server")) {
            problems.add(field, "is missing", "write the address of the server as https://host:port");
            return Optional.empty();
        }
        return cluster.text("server").flatMap(text -> ServerAddress.read(text, tlsByDefault, field, problems));
    }

    private Optional<String> serverName() {
        Optional<String> name = cluster.text("tls-server-name");
        if (name.isPresent() && !ServerAddress.isName(name.get()) && !ServerAddress.isIpAddress(name.get())) {
            problems.add(
                    cluster.path() + "tls-server-name",
                    "is not a host name",
                    "write one that the server's certificate is valid for, without a port");
            return Optional.empty();
        }
        return name.map(text -> text.replaceAll("\\.$", ""));
    }

    private Optional<X509ExtendedTrustManager> trusted() {
        int before = problems.count();
        Optional<PemField> field = pem.read(cluster, "certificate-authority");
        if (field.isEmpty() && problems.count() > before) {
            return Optional.empty();
        }
        try {
            if (field.isEmpty()) {
                return Optional.of(Trust.publicAuthorities());
            }
            List<X509Certificate> authorities = Pem.certificates(field.get().text());
            if (authorities.isEmpty()) {
                problems.add(
                        field.get().path(),
                        "holds no certificate in PEM",
                        "write it with kubectl config set-cluster --embed-certs");
                return Optional.empty();
            }
            return Optional.of(Trust.only(authorities));
        } catch (GeneralSecurityException e) {
            problems.add(
                    cluster.path() + "certificate-authority",
                    "cannot be used by the TLS of this JDK",
                    "give an authority with an RSA, EC or Ed25519 key");
            return Optional.empty();
        }
    }
}

package io.credstream.kube;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is needed to talk to one API server: where, whom to trust, who we are. Made once all of it has been judged, so
 * that whoever uses it finds no header that HTTP refuses and no key that TLS does not know.
 *
 * <p>Holds credentials in memory; shows none of them.
 */
public final class Connection {

    private static final String IMPERSONATE = "Impersonate-";

    private final URI server;
    private final @Nullable SSLContext tls;
    private final List<Header> identity;
    private final List<Header> impersonation;

    /**
     * @param tls absent without TLS
     * @param identity who we are; none means that we are anonymous, or prove it by TLS
     * @param impersonation for whom we act; none if for ourselves
     */
    Connection(URI server, @Nullable SSLContext tls, List<Header> identity, List<Header> impersonation) {
        this.server = server;
        this.tls = tls;
        this.identity = List.copyOf(identity);
        this.impersonation = List.copyOf(impersonation);
    }

    /** {@code https://host:port}, with a path if there is one, without credentials. */
    public URI server() {
        return server;
    }

    /**
     * The same connection, acting as somebody else with fewer rights.
     *
     * @throws IllegalArgumentException if no user can have this name
     */
    public Connection impersonating(String user) {
        return new Connection(server, tls, identity, List.of(impersonate("User", user)));
    }

    static Header impersonate(String what, String value) {
        return new Header(IMPERSONATE + what, value);
    }

    /** Knows what to trust, what to present, and the name that the certificate has to be valid for. */
    Optional<SSLContext> tls() {
        return Optional.ofNullable(tls);
    }

    /** What every request carries. */
    List<Header> headers() {
        List<Header> headers = new ArrayList<>(identity);
        headers.addAll(impersonation);
        return headers;
    }

    @Override
    public String toString() {
        return server.toString();
    }
}

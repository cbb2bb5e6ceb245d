package io.credstream.kube;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is needed to talk to one API server: where, whom to trust, who we are.
 *
 * <p>Holds credentials in memory; shows none of them.
 */
public final class Connection {

    private final URI server;
    private final @Nullable String certificateAuthority;
    private final List<Identity> identities;
    private final @Nullable Impersonation impersonation;

    Connection(
            URI server,
            @Nullable String certificateAuthority,
            List<Identity> identities,
            @Nullable Impersonation impersonation) {
        this.server = Objects.requireNonNull(server);
        this.certificateAuthority = certificateAuthority;
        this.identities = List.copyOf(identities);
        this.impersonation = impersonation;
    }

    /** {@code https://host:port}, without credentials. */
    public URI server() {
        return server;
    }

    /** The same connection, acting as somebody else with fewer rights. */
    public Connection impersonating(String user) {
        return new Connection(server, certificateAuthority, identities, new Impersonation(user, List.of()));
    }

    /** PEM; absent means the authorities that the JDK trusts. */
    Optional<String> certificateAuthority() {
        return Optional.ofNullable(certificateAuthority);
    }

    /** At most one of each kind; none means that we are anonymous. */
    List<Identity> identities() {
        return identities;
    }

    Optional<Impersonation> impersonation() {
        return Optional.ofNullable(impersonation);
    }

    @Override
    public String toString() {
        return server.toString();
    }

    /** How we prove who we are. */
    sealed interface Identity {

        record Token(String value) implements Identity {
            @Override
            public String toString() {
                return "token";
            }
        }

        record Password(String user, String value) implements Identity {
            @Override
            public String toString() {
                return "password";
            }
        }

        /** PEM. */
        record ClientCertificate(String certificate, String key) implements Identity {
            @Override
            public String toString() {
                return "client certificate";
            }
        }
    }

    record Impersonation(String user, List<String> groups) {
        Impersonation {
            groups = List.copyOf(groups);
        }
    }
}

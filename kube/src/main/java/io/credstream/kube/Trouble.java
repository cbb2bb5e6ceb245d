package io.credstream.kube;

import io.credstream.model.ClusterStatus.Condition;
import io.credstream.observe.Fault;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why a cluster does not answer as it should.
 *
 * @param reason a code for a person and for metrics, such as {@code 503}; no text of a server or an exception in it
 * @param fix what an operator can do about it
 */
public record Trouble(Condition condition, String reason, String fix) {
    /**
     * An exchange that brought no answer at all. A handshake that fails for any other reason than a certificate, because a server
     * hangs up or speaks no TLS, is no more than that.
     */
    public static Trouble of(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof GeneralSecurityException || t instanceof SSLPeerUnverifiedException) {
                return certificateInvalid();
            }
        }
        return new Trouble(
                Condition.UNREACHABLE,
                innermost(failure).getClass().getSimpleName(),
                "check that the API server runs, and that the address in the kubeconfig is reachable from here");
    }

    /** An answer that says nothing of what was asked, but of the one who asked, or of the server; empty for any other. */
    public static Optional<Trouble> of(int httpStatus) {
        String reason = Integer.toString(httpStatus);
        if (httpStatus == 401) {
            return Optional.of(new Trouble(
                    Condition.UNAUTHORIZED, reason, "replace the expired or revoked credentials in the kubeconfig"));
        }
        if (httpStatus == 403) {
            return Optional.of(
                    new Trouble(Condition.FORBIDDEN, reason, "grant the rights that deploy/rbac lists to this user"));
        }
        if (httpStatus == 429 || httpStatus >= 500) {
            return Optional.of(new Trouble(
                    Condition.OVERLOADED, reason, "look at the API server; it is asked again, less and less often"));
        }
        return Optional.empty();
    }

    /** An answer without what was asked for, whatever it says. */
    public static Trouble refusal(int httpStatus) {
        return of(httpStatus)
                .orElseGet(() -> new Trouble(
                        Condition.UNREACHABLE,
                        Integer.toString(httpStatus),
                        "check that the address in the kubeconfig is that of an API server"));
    }

    /** A kubeconfig that was judged to be good and of which a library makes no client all the same. */
    static Trouble unusable(Fault fault) {
        return new Trouble(
                Condition.KUBECONFIG_MISSING,
                fault.code(),
                "no client can be made of its kubeconfig; write it again, and report this code if that does not help");
    }

    private static Trouble certificateInvalid() {
        return new Trouble(
                Condition.CERTIFICATE_INVALID,
                "TLS",
                "give the authority that signed the server's certificate in certificate-authority-data,"
                        + " and an address that the certificate is valid for");
    }

    private static Throwable innermost(Throwable t) {
        Throwable cause = t;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}

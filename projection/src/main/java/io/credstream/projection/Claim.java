package io.credstream.projection;

import io.credstream.model.Cause;
import io.credstream.model.ObjectRef;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Secret that says that it is the kubeconfig of a runtime. Whether it is one is found out by whoever connects.
 *
 * @param kyma what its label says
 * @param revisions of its content, one for each fingerprint key, the current one first
 */
public record Claim(ObjectRef secret, String kyma, List<String> revisions, Cause cause) {

    /** What a Kyma can be called; a label's value may be more. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?");

    public Claim {
        revisions = List.copyOf(revisions);
        if (revisions.isEmpty()) {
            throw new IllegalArgumentException("a claim without a revision");
        }
    }

    public boolean isValid() {
        return NAME.matcher(kyma).matches();
    }

    /** The id of its runtime in the fleet. */
    public String runtime() {
        return secret.cluster() + "." + kyma;
    }

    /** {@code namespace/name}. */
    public String place() {
        return secret.namespace() + "/" + secret.name();
    }
}

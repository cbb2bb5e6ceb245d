package io.credstream.projection;

import io.credstream.model.Kind;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Versioned;
import java.util.List;
import java.util.Optional;

/** From objects to records. Safe for use by any thread. */
public interface Projection {

    /**
     * The record of an object of any kind; empty for one that does not count.
     *
     * @param previous of a Secret: its entries as last reported, empty if it is new; unused otherwise
     */
    Optional<? extends Versioned> project(Kind kind, Observed observed, List<RegistryEntry> previous);

    /** A Secret that says that it is the kubeconfig of a runtime; empty for any other. */
    Optional<Claim> claim(Observed secret);
}

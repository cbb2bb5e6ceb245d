package io.credstream.model;

/** An observation of a Kubernetes object, which an older one never overwrites. */
public sealed interface Versioned permits Credential, Template, Manifest {

    ObjectRef ref();

    /** Tells an object from its successor of the same name. */
    String uid();

    Version version();

    Cause cause();

    /** The same facts, as observed at another version. */
    Versioned observedAt(Version version, Cause cause);
}

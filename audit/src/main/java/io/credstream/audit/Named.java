package io.credstream.audit;

import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;

/** An object of the fleet whose kind follows from nothing else. */
public record Named(String cluster, Kind kind, String namespace, String name) {

    public static Named of(Kind kind, ObjectRef ref) {
        return new Named(ref.cluster(), kind, ref.namespace(), ref.name());
    }

    public ObjectRef ref() {
        return new ObjectRef(cluster, namespace, name);
    }
}

package io.credstream.audit.plan;

import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Versioned;

/** Something that somebody means to do. Sealed: each kind of change has its own way into the facts. */
public sealed interface Change {

    /** An object is created, or becomes this. */
    record Put(Versioned object) implements Change {}

    /** An object is deleted. */
    record Delete(Kind kind, ObjectRef ref) implements Change {}

    /** An operator's order is given. */
    record Give(Order order) implements Change {}
}

package io.credstream.audit.plan;

import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Versioned;
import java.util.Objects;

/** Something that somebody means to do. Sealed: each kind of change has its own way into the facts. */
public sealed interface Change {

    /** An object is created, or becomes this. */
    record Put(Versioned object) implements Change {
        public Put {
            Objects.requireNonNull(object);
        }
    }

    /** An object is deleted. */
    record Delete(Kind kind, ObjectRef ref) implements Change {
        public Delete {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(ref);
        }
    }

    /** An operator's order is given. */
    record Give(Order order) implements Change {
        public Give {
            Objects.requireNonNull(order);
        }
    }
}

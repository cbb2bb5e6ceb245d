package io.credstream.rules.bind;

import io.credstream.model.Binding;
import io.credstream.model.ObjectRef;
import io.credstream.model.Scope;

/** What there is to tell about a template. Sealed: whoever passes it on has to deal with what must not be said yet. */
public sealed interface BindOutcome {

    /** Whether what was told before, under a key, no longer holds. */
    default boolean ends(Binding.Key told) {
        return switch (this) {
            case Bound(Binding binding) -> !binding.identity().equals(told);
            case Removed removed -> true;
            case Held(var template, var reason) -> reason == Held.Reason.CLUSTER_UNKNOWN;
        };
    }

    /** The template is bound; the binding may well say that nothing matches. */
    record Bound(Binding binding) implements BindOutcome {}

    /** Nothing may be said yet, or any more, and what was said last stays: a start or a new cluster makes no storm of {@code NoMatch}. */
    record Held(ObjectRef template, Reason reason) implements BindOutcome {
        /** What is missing. */
        public enum Reason {
            /** The fleet does not name the cluster, so neither scope nor allowed namespaces are known. */
            CLUSTER_UNKNOWN,
            /** Not all of the cluster's Secrets and templates have been listed in its present incarnation, or since a gap (R22). */
            NOT_LISTED
        }
    }

    /** The template does not exist, or no longer in this scope. */
    record Removed(Scope scope, ObjectRef template) implements BindOutcome {}
}

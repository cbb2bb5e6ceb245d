package io.credstream.model;

/** What the label {@code oci-registry-cred} of a resource says. Sealed: every decision has to deal with all three. */
public sealed interface LayerSelector {

    /** The resource has no such label. */
    record Unlabelled() implements LayerSelector {}

    /** The label is a selector. */
    record Labelled(LabelSelector selector) implements LayerSelector {}

    /**
     * The label is there, but is no selector (R3).
     *
     * @param problem what is wrong, for a person; quotes keys and types, never whole values
     */
    record Invalid(String problem) implements LayerSelector {}
}

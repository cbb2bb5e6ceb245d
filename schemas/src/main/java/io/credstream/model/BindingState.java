package io.credstream.model;

/** What a layer's, a template's or a Manifest's credentials amount to (R9, R10), best first. */
public enum BindingState implements Spelled {
    /** Nothing to propagate: the layer has no label. */
    UNLABELLED("Unlabelled"),
    /** Exactly one credential content covers the registry. */
    BOUND("Bound"),
    /** The Manifest's selectors are pinned (R19); what its credentials amount to makes no difference. */
    PINNED("Pinned"),
    /** Several different credentials cover the registry; lifecycle-manager takes any. */
    AMBIGUOUS("Ambiguous"),
    /** Credentials match, none covers the registry. */
    NOT_COVERED("NotCovered"),
    /** No credential matches. */
    NO_MATCH("NoMatch"),
    /** One match is malformed, which makes lifecycle-manager fail them all. */
    POISONED("Poisoned"),
    /** Credentials match, all of them malformed or of a wrong type. */
    UNUSABLE("Unusable"),
    /** The label is no selector. */
    INVALID_SELECTOR("InvalidSelector"),
    /** Several templates fit the Manifest equally well; it is left alone. */
    AMBIGUOUS_TEMPLATE("AmbiguousTemplate"),
    /** No template fits the Manifest; it is left alone. */
    NO_TEMPLATE("NoTemplate");

    private final String display;

    BindingState(String display) {
        this.display = display;
    }

    /** As the annotation and the CLI spell it. */
    @Override
    public String display() {
        return display;
    }

    public BindingState worse(BindingState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}

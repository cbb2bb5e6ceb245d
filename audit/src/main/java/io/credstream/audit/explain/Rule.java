package io.credstream.audit.explain;

import io.credstream.model.BindingState;
import io.credstream.rules.decide.Decision;

/**
 * A rule and what it means here.
 *
 * @param number as in docs/architecture.md
 */
public record Rule(String number, String sentence) {

    /** What makes a state. */
    public static Rule of(BindingState state) {
        return switch (state) {
            case UNLABELLED ->
                new Rule(
                        "R2",
                        "No layer that is pulled carries the label oci-registry-cred, so there is nothing to propagate.");
            case BOUND -> new Rule("R10", "Its selector matches, and one credential content covers what is pulled.");
            case PINNED ->
                new Rule(
                        "R19",
                        "An operator has pinned its selectors, so templates and credentials make no difference.");
            case AMBIGUOUS ->
                new Rule(
                        "R10",
                        "Several different credentials cover what is pulled; lifecycle-manager takes any of them.");
            case NOT_COVERED ->
                new Rule(
                        "R10",
                        "Credentials match, but none has a login for the registry that is pulled from, so lifecycle-manager pulls"
                                + " anonymously.");
            case NO_MATCH ->
                new Rule(
                        "R10",
                        "No credential matches; a valid selector is propagated nevertheless, and works as soon as one does.");
            case POISONED ->
                new Rule(
                        "R10",
                        "One credential that matches is malformed, on which lifecycle-manager fails for all of them.");
            case UNUSABLE -> new Rule("R10", "Every credential that matches is malformed, empty or of a wrong type.");
            case INVALID_SELECTOR ->
                new Rule(
                        "R3",
                        "The label oci-registry-cred is no non-empty map of valid labels, so nothing is propagated.");
            case AMBIGUOUS_TEMPLATE -> new Rule("R9", "Several templates fit it equally well, so it is left alone.");
            case NO_TEMPLATE ->
                new Rule("R9", "No template in its scope has its component and version, so it is left alone.");
        };
    }

    /** What makes us leave a Manifest alone. */
    public static Rule of(Decision.Reason reason) {
        return switch (reason) {
            case GONE -> new Rule("R15", "There is no such Manifest, and none is ever made.");
            case DELETING -> new Rule("R13", "It is being deleted.");
            case SKIP_RECONCILIATION -> new Rule("R13", "It is marked skip-reconciliation.");
            case NO_TEMPLATE -> of(BindingState.NO_TEMPLATE);
            case AMBIGUOUS_TEMPLATE -> of(BindingState.AMBIGUOUS_TEMPLATE);
            case NOT_CONCERNED ->
                new Rule("R12", "No layer of its template has a label, and none of its selectors is ours.");
            case PAUSED -> new Rule("R20", "It would be written, but an operator has paused that.");
            case DEFERRED ->
                new Rule(
                        "R22",
                        "It was observed after a gap, since which not all templates and Secrets have been listed; it is decided"
                                + " once they are. See get clusters.");
            case WITHDRAWN -> new Rule("R20", "An operator wants nothing of ours on it, and nothing is.");
        };
    }
}

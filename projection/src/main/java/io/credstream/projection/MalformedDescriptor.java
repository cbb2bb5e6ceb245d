package io.credstream.projection;

import java.io.Serial;

/** Nothing can be said about a template, because its descriptor is none. Never leaves the package. */
final class MalformedDescriptor extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String problem;

    /** @param problem what is wrong and what to write instead; quotes keys and types, never whole values */
    MalformedDescriptor(String problem) {
        super(problem, null, false, false);
        this.problem = problem;
    }

    String problem() {
        return problem;
    }
}

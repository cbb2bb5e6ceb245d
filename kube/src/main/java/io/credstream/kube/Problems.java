package io.credstream.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects all that is wrong with one kubeconfig, so that it takes one round to mend it. */
final class Problems {

    private static final int MOST = 20;

    private final String file;
    private final List<Problem> all = new ArrayList<>();
    private int count;

    Problems(String file) {
        this.file = file;
    }

    void add(String field, String message, String fix) {
        add(new Problem(file, field, false, message, fix));
    }

    void refuse(String field, String message, String fix) {
        add(new Problem(file, field, true, message, fix));
    }

    private void add(Problem problem) {
        count++;
        if (all.size() < MOST) {
            all.add(problem);
        } else if (problem.refused()) {
            all.set(MOST - 1, problem); // that it is unsafe counts more than what else is wrong
        }
    }

    /** How many there were, those included that are too many to be said. */
    int count() {
        return count;
    }

    /** Nothing further can be said of this file. */
    Kubeconfig.Unusable missing(String field, String message, String fix) {
        add(field, message, fix);
        return new Kubeconfig.Unusable(all);
    }

    Optional<Kubeconfig> unusable() {
        return all.isEmpty() ? Optional.empty() : Optional.of(new Kubeconfig.Unusable(all));
    }
}

package io.credstream.kube;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects all that is wrong with one kubeconfig, so that it takes one round to mend it. */
final class Problems {

    private final String file;
    private final List<Problem> all = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(String field, String message, String fix) {
        all.add(new Problem(file, field, false, message, fix));
    }

    void refuse(String field, String message, String fix) {
        all.add(new Problem(file, field, true, message, fix));
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

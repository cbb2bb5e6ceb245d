package io.credstream.cli.doctor;

import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A right in a cluster, as {@code deploy/rbac} grants it.
 *
 * @param group of the API; empty for the core one
 * @param namespace empty for all of them
 * @param name of the one object; empty for all of them
 */
record Right(String verb, String group, String resource, String namespace, String name) {

    private static final String KYMA = "operator.kyma-project.io";

    /** Whose rights are looked at. */
    enum Account {
        INGEST,
        SINK,
        /** Of one account for both, as {@code up} has it. */
        BOTH
    }

    /** What an account has to be allowed to do on a cluster of the fleet. */
    static List<Right> of(Account account, Cluster cluster) {
        List<Right> rights = new ArrayList<>();
        for (String allowed : cluster.namespaces()) {
            String namespace = allowed.equals(Cluster.ALL_NAMESPACES) ? "" : allowed;
            if (account != Account.SINK) {
                rights.add(new Right("list", "", "secrets", namespace, ""));
                rights.add(new Right("watch", "", "secrets", namespace, ""));
            }
            if (account != Account.INGEST && cluster.role() == Role.CONTROL_PLANE) {
                rights.add(new Right("patch", KYMA, "manifests", namespace, ""));
                rights.add(new Right("create", "", "events", namespace, ""));
            }
        }
        if (account != Account.SINK) {
            rights.addAll(reading("moduletemplates"));
            rights.addAll(cluster.role() == Role.CONTROL_PLANE ? reading("manifests") : List.of());
            rights.add(new Right("get", "", "namespaces", "", "kube-system"));
        }
        return rights;
    }

    private static List<Right> reading(String resource) {
        return List.of(new Right("list", KYMA, resource, "", ""), new Right("watch", KYMA, resource, "", ""));
    }

    /** {@code list secrets in kcp-system}. */
    String describe() {
        String what = verb + " " + resource + (name.isEmpty() ? "" : " " + name);
        return namespace.isEmpty() ? what : what + " in " + namespace;
    }
}

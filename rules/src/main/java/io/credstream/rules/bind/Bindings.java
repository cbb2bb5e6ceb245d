package io.credstream.rules.bind;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The bind stage: joins the templates of each cluster to its credentials by label selector (R7, R8, R10, R11).
 *
 * <p>Feed it facts as they become known, in any order and as often as they come; each call answers which templates it touches,
 * and {@link #bind} says what there is to tell about one. What is told depends on the facts alone, not on the order in which
 * they came. Older facts must be kept out by the caller. After a restart feed it everything and bind {@link #templates()}.
 *
 * <p>Mutable, for one thread.
 */
public final class Bindings {

    private final Map<String, ClusterBindings> clusters = new HashMap<>();

    /** A cluster is in the fleet, or what the fleet says of it changed: its scope and its allowed namespaces matter. */
    public Affected put(Cluster cluster) {
        return on(cluster.id(), c -> c.put(cluster));
    }

    /** A cluster left the fleet. Its templates are gone with it, its other facts remain until they are removed. */
    public Affected removeCluster(String cluster) {
        return on(cluster, ClusterBindings::removeCluster);
    }

    /** How a cluster is watched: what it holds is told once its Secrets and templates have been listed. */
    public Affected put(ClusterStatus status) {
        return on(status.cluster(), c -> c.put(status));
    }

    public Affected removeStatus(String cluster) {
        return on(cluster, c -> c.put((ClusterStatus) null));
    }

    public Affected put(Credential credential) {
        return on(credential.ref().cluster(), c -> c.put(credential));
    }

    public Affected removeCredential(ObjectRef credential) {
        return on(credential.cluster(), c -> c.removeCredential(credential));
    }

    public Affected put(Template template) {
        return on(template.ref().cluster(), c -> c.put(template));
    }

    public Affected removeTemplate(ObjectRef template) {
        return on(template.cluster(), c -> c.removeTemplate(template));
    }

    /**
     * What there is to tell about a template now.
     *
     * @param template one that exists, or one whose removal is to be told again
     * @param cause what the binding follows from
     */
    public BindOutcome bind(ObjectRef template, Cause cause) {
        return bind(template, false, cause);
    }

    /** As {@link #bind}, as if what is known of the cluster had been listed and were all there is. */
    public BindOutcome bindAsListed(ObjectRef template, Cause cause) {
        return bind(template, true, cause);
    }

    private BindOutcome bind(ObjectRef template, boolean listed, Cause cause) {
        ClusterBindings cluster = clusters.get(template.cluster());
        return cluster == null
                ? new BindOutcome.Held(template, BindOutcome.Held.Reason.CLUSTER_UNKNOWN)
                : cluster.bind(template, listed, cause);
    }

    /** In the place of a template: what the bindings of a cluster rest on, if that is of any use to those who decide. */
    public Optional<ObjectRef> basis(String cluster) {
        return Optional.ofNullable(clusters.get(cluster)).flatMap(ClusterBindings::basis);
    }

    /** The same, of all clusters, in order. */
    public List<ObjectRef> bases() {
        return clusters.values().stream()
                .flatMap(c -> c.basis().stream())
                .sorted()
                .toList();
    }

    /** Every template there is, in order. */
    public List<ObjectRef> templates() {
        return clusters.values().stream()
                .flatMap(c -> c.templates().stream())
                .sorted()
                .toList();
    }

    /** How often selectors and credentials were compared so far: the work done, for tests and metrics. */
    public long looks() {
        return clusters.values().stream().mapToLong(ClusterBindings::looks).sum();
    }

    private Affected on(String cluster, Function<ClusterBindings, Affected> event) {
        ClusterBindings bindings = clusters.computeIfAbsent(cluster, id -> new ClusterBindings());
        Affected affected = event.apply(bindings);
        if (bindings.isEmpty()) {
            clusters.remove(cluster);
        }
        return affected;
    }
}

package io.credstream.cli.plan;

import io.credstream.audit.Facts;
import io.credstream.audit.plan.Change;
import io.credstream.cli.objects.KubernetesObject;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.projection.Observed;
import io.credstream.projection.Projections;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Projects the objects in files as ingest would after they were applied to clusters. */
final class PlannedChanges {

    private static final Version VERSION = new Version(1, "1");
    private static final Cause CAUSE = new Cause.Request("plan", "not made yet");

    private final Facts facts;
    private final Projections projections;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> ineffective = new ArrayList<>();

    /**
     * Begins without any.
     *
     * @param facts what is there now, so that content that stays the same is known to
     * @param projections as of the ingest of the fleet
     */
    PlannedChanges(Facts facts, Projections projections) {
        this.facts = facts;
        this.projections = projections;
    }

    List<Change> changes() {
        return changes;
    }

    /** Objects that count on none of the clusters, with the reason. */
    List<String> ineffective() {
        return ineffective;
    }

    void delete(Kind kind, ObjectRef ref) {
        changes.add(new Change.Delete(kind, ref));
    }

    /** An object is applied to clusters. */
    void apply(KubernetesObject object, Collection<Cluster> clusters) {
        Optional<Kind> kind = Optional.empty();
        for (Kind one : Kind.values()) {
            kind = object.isOf(one) ? Optional.of(one) : kind;
        }
        if (kind.isEmpty()) {
            return;
        }
        int before = changes.size();
        for (Cluster cluster : clusters) {
            apply(kind.get(), object, cluster);
        }
        if (changes.size() == before) {
            ineffective.add(
                    object.place() + ": " + object.title() + " counts on none of the clusters; 'credstream check -f "
                            + object.document().file() + "' says why");
        }
    }

    private void apply(Kind kind, KubernetesObject object, Cluster cluster) {
        ObjectRef ref = new ObjectRef(cluster.id(), object.namespace(), object.name());
        Optional<? extends Versioned> seen =
                projections.project(kind, new Observed(cluster, object.applied(), VERSION, CAUSE), entries(kind, ref));
        if (seen.isPresent()) {
            changes.add(new Change.Put(seen.get()));
        } else if (isKnown(kind, ref)) {
            changes.add(new Change.Delete(kind, ref)); // It leaves what ingest watches.
        }
    }

    private List<RegistryEntry> entries(Kind kind, ObjectRef ref) {
        return kind == Kind.SECRET
                ? facts.latest(facts.topics().credentials())
                        .get(ref.key())
                        .map(Credential::registries)
                        .orElse(List.of())
                : List.of();
    }

    private boolean isKnown(Kind kind, ObjectRef ref) {
        return switch (kind) {
            case SECRET ->
                facts.latest(facts.topics().credentials()).get(ref.key()).isPresent();
            case MODULE_TEMPLATE ->
                facts.latest(facts.topics().templates()).get(ref.key()).isPresent();
            case MANIFEST ->
                facts.latest(facts.topics().manifests()).get(ref.key()).isPresent();
        };
    }
}

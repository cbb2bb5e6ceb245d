package io.credstream.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.Kind;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.projection.Observed;
import io.credstream.projection.Projections;
import io.credstream.projection.SecretSelector;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What topics should say of the clusters' objects, found past watches, lists, inventory and order. */
final class Projected {

    private static final Cause NO_CAUSE = new Cause.Request("", "");

    private Projected() {}

    /** Every object of a kind that counts, by the key of its record. */
    static Map<String, Versioned> of(TestFleet world, Kind kind) {
        Projections projections =
                new Projections(SecretSelector.DEFAULT, world.keys().reader());
        Map<String, Versioned> there = new TreeMap<>();
        for (Cluster cluster : world.members().values()) {
            for (ObjectNode object : objects(world, cluster, kind)) {
                projections
                        .project(kind, new Observed(cluster, object, Version.NONE, NO_CAUSE), List.of())
                        .ifPresent(p -> there.put(p.ref().key(), timeless(p)));
            }
        }
        return there;
    }

    /** Without what depends on when it was seen. */
    static Versioned timeless(Versioned observation) {
        return observation.observedAt(Version.NONE, NO_CAUSE);
    }

    private static List<ObjectNode> objects(TestFleet world, Cluster cluster, Kind kind) {
        return switch (kind) {
            case SECRET -> world.user(cluster.id()).list(ResourceKind.SECRETS);
            case MODULE_TEMPLATE -> world.user(cluster.id()).list(ResourceKind.MODULE_TEMPLATES);
            case MANIFEST ->
                cluster.role() == Role.CONTROL_PLANE
                        ? world.user(cluster.id()).list(ResourceKind.MANIFESTS)
                        : List.of();
        };
    }
}

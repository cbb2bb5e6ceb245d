package io.credstream.rules.bind;

import io.credstream.model.Binding;
import io.credstream.model.Binding.Basis;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.Credential;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.ObjectRef;
import io.credstream.model.Scope;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The templates and credentials of one cluster: a selector never looks beyond its own cluster (R8). */
final class ClusterBindings {

    /** A layer of a template: what has a selector. */
    private record LayerOf(ObjectRef template, Layer layer) {}

    private @Nullable Cluster cluster;
    private @Nullable ClusterStatus status;
    private final Map<ObjectRef, Credential> credentials = new HashMap<>();
    private final Map<ObjectRef, Template> templates = new TreeMap<>();
    private final LabelIndex<LayerOf, ObjectRef> index = new LabelIndex<>();

    Affected put(Cluster changed) {
        Cluster before = cluster;
        cluster = changed;
        if (before == null || !before.namespaces().equals(changed.namespaces())) {
            credentials.values().forEach(this::file);
        }
        if (before == null) {
            return Affected.templates(templates.keySet());
        }
        boolean sameScope = before.scope().equals(changed.scope());
        if (sameScope && before.namespaces().equals(changed.namespaces())) {
            return Affected.NOTHING;
        }
        return new Affected(templates.keySet(), sameScope ? List.of() : removedFrom(before.scope()));
    }

    Affected removeCluster() {
        Cluster before = cluster;
        List<BindOutcome.Removed> removed = before == null ? List.of() : removedFrom(before.scope());
        cluster = null;
        credentials.values().forEach(this::file);
        return new Affected(Set.of(), removed);
    }

    Affected put(@Nullable ClusterStatus changed) {
        boolean before = isBindable();
        status = changed;
        return isBindable() && !before ? Affected.templates(templates.keySet()) : Affected.NOTHING;
    }

    Affected put(Credential credential) {
        credentials.put(credential.ref(), credential);
        return templatesOf(file(credential));
    }

    Affected removeCredential(ObjectRef ref) {
        credentials.remove(ref);
        return templatesOf(index.removeObject(ref));
    }

    Affected put(Template template) {
        unfile(template.ref());
        templates.put(template.ref(), template);
        for (TemplateLayer layer : template.layers()) {
            if (layer.selector() instanceof LayerSelector.Labelled labelled) {
                index.putSelector(new LayerOf(template.ref(), layer.layer()), labelled.selector());
            }
        }
        return Affected.templates(Set.of(template.ref()));
    }

    Affected removeTemplate(ObjectRef ref) {
        unfile(ref);
        templates.remove(ref);
        Cluster known = cluster;
        return known == null
                ? Affected.NOTHING
                : new Affected(Set.of(), List.of(new BindOutcome.Removed(known.scope(), ref)));
    }

    /** @param listed whether all that is known may be told, be it all there is or not */
    BindOutcome bind(ObjectRef ref, boolean listed, Cause cause) {
        Cluster known = cluster;
        Template template = templates.get(ref);
        if (known == null) {
            return new BindOutcome.Held(ref, BindOutcome.Held.Reason.CLUSTER_UNKNOWN);
        }
        if (Basis.isAt(ref)) {
            return basis(known, cause);
        }
        if (template == null) {
            return new BindOutcome.Removed(known.scope(), ref);
        }
        if (!listed && !isBindable()) {
            return new BindOutcome.Held(ref, BindOutcome.Held.Reason.NOT_LISTED);
        }
        List<String> searched = known.namespaces().stream().sorted().distinct().toList();
        return new BindOutcome.Bound(new Binding(
                known.scope(),
                ref,
                template.component(),
                template.componentVersion(),
                template.moduleName(),
                template.channel(),
                template.layers().stream()
                        .map(layer ->
                                BoundLayers.bind(layer, template.repository(), matches(ref, layer.layer()), searched))
                        .toList(),
                cause));
    }

    /** On runtimes there are templates but rarely, and what there is to say of them would go to every partition for nothing. */
    Optional<ObjectRef> basis() {
        Cluster known = cluster;
        return known != null
                        && status != null
                        && status.epoch() != null
                        && (known.role() == Cluster.Role.CONTROL_PLANE || !templates.isEmpty())
                ? Optional.of(Basis.of(known.id()))
                : Optional.empty();
    }

    private BindOutcome basis(Cluster known, Cause cause) {
        ObjectRef place = Basis.of(known.id());
        if (status == null) {
            return new BindOutcome.Removed(known.scope(), place);
        }
        Epoch epoch = status.epoch();
        if (epoch == null) {
            return new BindOutcome.Bound(Binding.of(known.scope(), known.id(), new Basis(null, false, null), cause));
        }
        Instant bindable = epoch.bindable();
        return bindable == null
                ? new BindOutcome.Held(place, BindOutcome.Held.Reason.NOT_LISTED)
                : new BindOutcome.Bound(Binding.of(
                        known.scope(),
                        known.id(),
                        new Basis(bindable, !bindable.equals(epoch.begun()), epoch.heard()),
                        cause));
    }

    private boolean isBindable() {
        return status != null && status.isBindable();
    }

    Collection<ObjectRef> templates() {
        return templates.keySet();
    }

    /** Nothing is known of the cluster any more. */
    boolean isEmpty() {
        return cluster == null && status == null && credentials.isEmpty() && templates.isEmpty();
    }

    long looks() {
        return index.looks();
    }

    private List<Credential> matches(ObjectRef template, Layer layer) {
        return index.objectsMatching(new LayerOf(template, layer)).stream()
                .sorted()
                .map(ref -> Objects.requireNonNull(credentials.get(ref)))
                .toList();
    }

    /** Only credentials in allowed namespaces can be found (R7). */
    private Set<LayerOf> file(Credential credential) {
        Cluster known = cluster;
        return known != null && known.allows(credential.ref().namespace())
                ? index.putObject(credential.ref(), credential.labels())
                : index.removeObject(credential.ref());
    }

    private void unfile(ObjectRef template) {
        for (Layer layer : Layer.values()) {
            index.removeSelector(new LayerOf(template, layer));
        }
    }

    private List<BindOutcome.Removed> removedFrom(Scope scope) {
        return Stream.concat(templates.keySet().stream(), basis().stream())
                .map(ref -> new BindOutcome.Removed(scope, ref))
                .toList();
    }

    private static Affected templatesOf(Set<LayerOf> layers) {
        return Affected.templates(layers.stream().map(LayerOf::template).collect(Collectors.toSet()));
    }
}

package io.credstream.processor.oracle;

import io.credstream.model.Binding;
import io.credstream.model.Binding.BoundLayer;
import io.credstream.model.Binding.Match;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.model.LayerSelector;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Scope;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** R7, R8, R10 and R11 by brute force. */
public final class BindOracle {

    private final Map<ObjectRef, Binding> told = new TreeMap<>();

    /** What a listener knows of bindings by now, who was told of every change so far; call it after every change. */
    public Map<ObjectRef, Binding> told(World world, Cause cause) {
        told.values().removeIf(binding -> {
            Cluster cluster = world.clusters().get(binding.template().cluster());
            return cluster == null
                    || !world.templates().containsKey(binding.template())
                    || !scope(cluster).equals(binding.scope());
        });
        for (Template template : world.templates().values()) {
            String id = template.ref().cluster();
            Cluster cluster = world.clusters().get(id);
            if (cluster != null && world.listed().contains(id)) {
                told.put(template.ref(), binding(world, cluster, template, cause));
            }
        }
        return told;
    }

    private static Scope scope(Cluster cluster) {
        if (cluster.role() == Cluster.Role.CONTROL_PLANE) {
            return new Scope(cluster.id(), null);
        }
        String controlPlane = cluster.controlPlane();
        String kyma = cluster.kyma();
        return new Scope(controlPlane == null ? "?" : controlPlane, kyma == null ? "" : kyma);
    }

    private static Binding binding(World world, Cluster cluster, Template template, Cause cause) {
        List<BoundLayer> layers = new ArrayList<>();
        for (TemplateLayer layer : template.layers()) {
            layers.add(layer(world, cluster, template, layer));
        }
        return new Binding(
                scope(cluster),
                template.ref(),
                template.component(),
                template.componentVersion(),
                template.moduleName(),
                template.channel(),
                layers,
                cause);
    }

    private static BoundLayer layer(World world, Cluster cluster, Template template, TemplateLayer layer) {
        if (!(layer.selector() instanceof LayerSelector.Labelled labelled)) {
            BindingState state = layer.selector() instanceof LayerSelector.Invalid
                    ? BindingState.INVALID_SELECTOR
                    : BindingState.UNLABELLED;
            return new BoundLayer(layer.layer(), layer.selector(), state, null, List.of(), List.of());
        }
        List<Credential> found = new ArrayList<>();
        for (Credential credential : world.credentials().values()) {
            boolean allowed = cluster.namespaces().contains("*")
                    || cluster.namespaces().contains(credential.ref().namespace());
            if (credential.ref().cluster().equals(cluster.id())
                    && allowed
                    && matches(labelled.selector(), credential.labels())) {
                found.add(credential);
            }
        }
        Coverage coverage = Coverage.of(template.repository(), found);
        List<Match> matches = new ArrayList<>();
        for (Credential credential : found) {
            matches.add(new Match(credential.ref(), coverage.covering().get(credential.ref()), credential.problem()));
        }
        return new BoundLayer(
                layer.layer(),
                layer.selector(),
                state(found, coverage.used()),
                coverage.used().isEmpty() ? null : revision(coverage.used()),
                matches,
                List.copyOf(new TreeSet<>(cluster.namespaces())));
    }

    private static boolean matches(LabelSelector selector, Map<String, String> labels) {
        for (Map.Entry<String, String> wanted : selector.matchLabels().entrySet()) {
            if (!labels.containsKey(wanted.getKey())
                    || !labels.get(wanted.getKey()).equals(wanted.getValue())) {
                return false;
            }
        }
        for (Requirement r : selector.matchExpressions()) {
            boolean present = labels.containsKey(r.key());
            boolean named = present && r.values().contains(labels.get(r.key()));
            boolean holds = switch (r.operator()) {
                case IN -> named;
                case NOT_IN -> !named;
                case EXISTS -> present;
                case DOES_NOT_EXIST -> !present;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    private static BindingState state(List<Credential> found, List<RegistryEntry> used) {
        int bad = 0;
        int malformed = 0;
        for (Credential credential : found) {
            bad += credential.problem() != null ? 1 : 0;
            malformed += credential.problem() == Problem.MALFORMED ? 1 : 0;
        }
        if (found.isEmpty()) {
            return BindingState.NO_MATCH;
        } else if (bad == found.size()) {
            return BindingState.UNUSABLE;
        } else if (malformed > 0) {
            return BindingState.POISONED;
        } else if (used.isEmpty()) {
            return BindingState.NOT_COVERED;
        }
        return contents(used) > 1 ? BindingState.AMBIGUOUS : BindingState.BOUND;
    }

    /** Counts contents by joining groups until nothing joins any more. */
    private static int contents(List<RegistryEntry> entries) {
        Map<Integer, Integer> groups = new HashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            groups.put(i, i);
        }
        for (int round = 0; round < entries.size(); round++) {
            for (int i = 0; i < entries.size(); i++) {
                for (int j = 0; j < entries.size(); j++) {
                    if (same(entries.get(i), entries.get(j))) {
                        int least = Math.min(groups.getOrDefault(i, i), groups.getOrDefault(j, j));
                        groups.put(i, least);
                        groups.put(j, least);
                    }
                }
            }
        }
        return new TreeSet<>(groups.values()).size();
    }

    /** A fingerprint under a common key says it; without one the revisions do. */
    private static boolean same(RegistryEntry a, RegistryEntry b) {
        boolean comparable = false;
        for (String key : a.fingerprints().keySet()) {
            String other = b.fingerprints().get(key);
            if (other != null && other.equals(a.fingerprints().get(key))) {
                return true;
            }
            comparable |= other != null;
        }
        return !comparable && a.revision().equals(b.revision());
    }

    private static String revision(List<RegistryEntry> used) {
        TreeSet<String> revisions = new TreeSet<>();
        used.forEach(entry -> revisions.add(entry.revision()));
        return Hash.ofParts(revisions);
    }
}

package io.credstream.cli.check;

import io.credstream.cli.objects.KubernetesObject;
import io.credstream.model.Binding;
import io.credstream.model.Cluster;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
import io.credstream.projection.Observed;
import io.credstream.projection.Projections;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.rules.decide.Decisions;
import io.credstream.rules.fleet.Propagation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that was read, as if one cluster held it. Of two documents that are the same object the later one counts, as it would if
 * both were applied.
 */
final class CheckedCluster {

    /** Demands what every Secret fulfils. */
    private static final LabelSelector EVERY_SECRET = new LabelSelector(
            Map.of(), List.of(new Requirement("credstream.io/no-secret-has-it", Operator.DOES_NOT_EXIST, List.of())));

    private static final Version VERSION = new Version(1, "1");

    private final Cluster cluster;
    private final Cluster everywhere;
    private final Projections projections =
            new Projections(FingerprintKeys.ephemeral().reader());
    private final Map<ObjectRef, CheckedSecret> secrets = new LinkedHashMap<>();
    private final Map<ObjectRef, CheckedTemplate> templates = new LinkedHashMap<>();
    private final Map<ObjectRef, KubernetesObject> manifests = new LinkedHashMap<>();
    private final List<KubernetesObject> copies = new ArrayList<>();
    private final Propagation fleet;

    CheckedCluster(Cluster cluster, List<KubernetesObject> objects) {
        this.cluster = cluster;
        this.fleet = listed(cluster);
        this.everywhere = NoCluster.of(cluster.role(), List.of(Cluster.ALL_NAMESPACES));
        of(Kind.SECRET, objects).forEach(this::addSecret);
        bind(of(Kind.MODULE_TEMPLATE, objects));
        of(Kind.MANIFEST, objects).forEach(this::addManifest);
    }

    Cluster cluster() {
        return cluster;
    }

    List<CheckedSecret> secrets() {
        return List.copyOf(secrets.values());
    }

    CheckedSecret secret(ObjectRef ref) {
        return Objects.requireNonNull(secrets.get(ref), ref::key);
    }

    List<CheckedTemplate> templates() {
        return List.copyOf(templates.values());
    }

    /** Templates that lifecycle-manager copied to the runtime: they count for nothing there (R6). */
    List<KubernetesObject> copies() {
        return copies;
    }

    /** Whether a layer of any template selects the Secret. */
    boolean isSelected(ObjectRef secret) {
        return templates.values().stream()
                .flatMap(template -> template.binding().layers().stream())
                .flatMap(layer -> layer.matches().stream())
                .anyMatch(match -> match.credential().equals(secret));
    }

    /** Where a Manifest was read. */
    KubernetesObject object(Manifest manifest) {
        return Objects.requireNonNull(manifests.get(manifest.ref()), manifest.ref()::key);
    }

    Decisions decisions() {
        return fleet.decisions();
    }

    private static List<KubernetesObject> of(Kind kind, List<KubernetesObject> objects) {
        return objects.stream().filter(object -> object.isOf(kind)).toList();
    }

    private void addSecret(KubernetesObject object) {
        projections
                .credential(new Observed(everywhere, object.applied(), VERSION, NoCluster.CAUSE), List.of())
                .ifPresent(credential -> {
                    secrets.remove(credential.ref());
                    secrets.put(
                            credential.ref(),
                            new CheckedSecret(object, credential, KeptAway.of(object, credential, cluster)));
                });
    }

    private void bind(List<KubernetesObject> objects) {
        Propagation offers = listed(everywhere);
        secrets.values().forEach(secret -> {
            offers.put(secret.credential(), NoCluster.CAUSE);
            if (secret.counts()) {
                fleet.put(secret.credential(), NoCluster.CAUSE);
            }
        });
        for (KubernetesObject object : objects) {
            Optional<Template> projected = Projections.template(observed(object));
            projected.ifPresentOrElse(
                    template -> {
                        fleet.put(template, NoCluster.CAUSE);
                        offers.put(selectingEverything(template), NoCluster.CAUSE);
                        CheckedTemplate checked = new CheckedTemplate(
                                object, template, bound(fleet, template.ref()), bound(offers, template.ref()));
                        templates.remove(template.ref());
                        templates.put(template.ref(), checked);
                    },
                    () -> copies.add(object));
        }
    }

    private void addManifest(KubernetesObject object) {
        Projections.manifest(observed(object)).ifPresent((Manifest manifest) -> {
            manifests.put(manifest.ref(), object);
            fleet.decisions().put(manifest);
        });
    }

    private static Propagation listed(Cluster cluster) {
        Propagation fleet = new Propagation();
        fleet.assumeListed(cluster.id());
        fleet.put(cluster, NoCluster.CAUSE);
        return fleet;
    }

    private static Binding bound(Propagation fleet, ObjectRef template) {
        return fleet.binding(template)
                .orElseThrow(() -> new IllegalStateException("a listed cluster holds nothing back"));
    }

    private static Template selectingEverything(Template t) {
        List<TemplateLayer> layers = t.layers().stream()
                .map(layer -> new TemplateLayer(layer.layer(), new LayerSelector.Labelled(EVERY_SECRET)))
                .toList();
        return new Template(
                t.ref(),
                t.uid(),
                t.version(),
                t.component(),
                t.componentVersion(),
                t.moduleName(),
                t.channel(),
                t.mandatory(),
                t.repository(),
                layers,
                t.problem(),
                t.cause());
    }

    private Observed observed(KubernetesObject object) {
        return new Observed(cluster, object.applied(), VERSION, NoCluster.CAUSE);
    }
}

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
import io.credstream.projection.Exclusion;
import io.credstream.projection.Observed;
import io.credstream.projection.Projections;
import io.credstream.projection.SecretSelector;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.rules.decide.Decisions;
import io.credstream.rules.fleet.Propagation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

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
    private final SecretSelector selector;
    private final Projections projections;
    private final Map<ObjectRef, CheckedSecret> secrets = new LinkedHashMap<>();
    private final Map<ObjectRef, CheckedTemplate> templates = new LinkedHashMap<>();
    private final Map<ObjectRef, KubernetesObject> manifests = new LinkedHashMap<>();
    private final Map<KubernetesObject, Exclusion> excludedTemplates = new LinkedHashMap<>();
    private final Map<KubernetesObject, Exclusion> excludedManifests = new LinkedHashMap<>();
    private final Propagation fleet;

    /** @param selector of the Secrets that ingest asks for */
    CheckedCluster(Cluster cluster, SecretSelector selector, List<KubernetesObject> objects) {
        this.cluster = cluster;
        this.selector = selector;
        this.projections = new Projections(selector, FingerprintKeys.ephemeral().reader());
        this.fleet = listed(cluster);
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

    /** Templates that count for nothing, each with the reason. */
    Map<KubernetesObject, Exclusion> excludedTemplates() {
        return excludedTemplates;
    }

    /** Manifests that count for nothing, each with the reason. */
    Map<KubernetesObject, Exclusion> excludedManifests() {
        return excludedManifests;
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
        Observed observed = observed(object);
        List<Exclusion> exclusions = projections.exclusions(Kind.SECRET, observed);
        projections.credential(observed, List.of()).ifPresent(credential -> {
            secrets.remove(credential.ref());
            secrets.put(credential.ref(), new CheckedSecret(object, credential, selector, exclusions));
        });
    }

    private void bind(List<KubernetesObject> objects) {
        Propagation offers = listed(NoCluster.of(cluster.role(), List.of(Cluster.ALL_NAMESPACES), null));
        secrets.values().forEach(secret -> {
            offers.put(secret.credential(), NoCluster.CAUSE);
            if (secret.counts()) {
                fleet.put(secret.credential(), NoCluster.CAUSE);
            }
        });
        objects.stream()
                .filter(object -> counts(Kind.MODULE_TEMPLATE, object, excludedTemplates))
                .flatMap(object -> Projections.template(observed(object)).stream()
                        .map(template -> checked(object, template, offers)))
                .forEach(checked -> {
                    templates.remove(checked.template().ref());
                    templates.put(checked.template().ref(), checked);
                });
    }

    private CheckedTemplate checked(KubernetesObject object, Template template, Propagation offers) {
        fleet.put(template, NoCluster.CAUSE);
        offers.put(selectingEverything(template), NoCluster.CAUSE);
        return new CheckedTemplate(object, template, bound(fleet, template.ref()), bound(offers, template.ref()));
    }

    private void addManifest(KubernetesObject object) {
        if (counts(Kind.MANIFEST, object, excludedManifests)) {
            Projections.manifest(observed(object)).ifPresent(manifest -> {
                manifests.put(manifest.ref(), object);
                fleet.decisions().put(manifest);
            });
        }
    }

    private boolean counts(Kind kind, KubernetesObject object, Map<KubernetesObject, Exclusion> excluded) {
        List<Exclusion> exclusions = projections.exclusions(kind, observed(object));
        exclusions.forEach(exclusion -> excluded.put(object, exclusion));
        return exclusions.isEmpty();
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

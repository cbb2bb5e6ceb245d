package io.credstream.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.ObjectRef;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Event;
import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate;
import io.credstream.simulation.cluster.ModuleTemplate.Ask;
import io.credstream.simulation.cluster.Secret;
import io.credstream.simulation.guarantee.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What people and lifecycle-manager do to the objects of a cluster. */
final class Deeds {

    static final String NAMESPACE = "kcp-system";

    private static final int VALUES = 3;

    /** On Manifests whose selector lifecycle-manager writes itself, the one that it writes. */
    private static final String RENDERED = "rendered";

    private Deeds() {}

    static ApiServer cluster(World world, RandomGenerator random) {
        return drawn(world.clusters(), random);
    }

    static void createManifest(World world, RandomGenerator random) {
        ApiServer cluster = cluster(world, random);
        String name = manifestName(random);
        if (cluster.object(Kind.MANIFEST, name).isPresent()) {
            return;
        }
        ObjectNode made = Manifests.make(name, "mod" + random.nextInt(2), version(random), random.nextBoolean());
        if (random.nextInt(4) == 0) { // lifecycle-manager of a version that writes selectors itself
            String theirs = value(random);
            set(made, "install", theirs);
            made.withObject("/metadata/labels").put(RENDERED, theirs);
        }
        putManifest(world, cluster, name, made);
    }

    static void deleteManifest(World world, RandomGenerator random) {
        ApiServer cluster = cluster(world, random);
        any(cluster, Kind.MANIFEST, random).ifPresent(event -> {
            cluster.delete(Kind.MANIFEST, event.name());
            world.tell(new Change.OfManifest(cluster.id(), event.name(), node(event), null));
        });
    }

    /** A new one of the same name, before anybody has seen that the old one is gone. */
    static void replaceManifest(World world, RandomGenerator random) {
        ApiServer cluster = cluster(world, random);
        any(cluster, Kind.MANIFEST, random).ifPresent(event -> {
            ObjectNode old = node(event);
            cluster.delete(Kind.MANIFEST, event.name());
            world.tell(new Change.OfManifest(cluster.id(), event.name(), old, null));
            putManifest(
                    world,
                    cluster,
                    event.name(),
                    Manifests.make(event.name(), Manifests.text(old, "/spec/module"), version(random), true));
        });
    }

    static void upgradeManifest(World world, RandomGenerator random) {
        edit(world, random, manifest -> manifest.withObject("/spec").put("version", version(random)));
    }

    static void skipManifest(World world, RandomGenerator random) {
        edit(world, random, manifest -> {
            ObjectNode labels = manifest.withObject("/metadata/labels");
            if (labels.has("skip")) {
                labels.remove("skip");
            } else {
                labels.put("skip", "true");
            }
        });
    }

    static void markDeleted(World world, RandomGenerator random) {
        edit(world, random, manifest -> manifest.withObject("/metadata").put("deletionTimestamp", "2026"));
    }

    /** Somebody else writes a selector, or takes one away. */
    static void meddle(World world, RandomGenerator random) {
        edit(world, random, manifest -> meddle(manifest, random));
    }

    /** The same, while a write of ours is under way, and puts back what was there in the end. */
    static void meddleMeanwhile(World world, RandomGenerator random) {
        if (world.network().size() == 0) {
            return;
        }
        int request = random.nextInt(world.network().size());
        ApiServer cluster = world.cluster(world.network().cluster(request));
        String name = world.network().manifest(request).name();
        cluster.object(Kind.MANIFEST, name).map(Deeds::node).ifPresent(before -> {
            ObjectNode changed = before.deepCopy();
            String layer = Manifests.LAYERS.get(random.nextInt(2));
            JsonNode was = Manifests.selector(before, layer);
            meddle(changed, layer, random);
            if (changed.equals(before)) {
                return;
            }
            putManifest(world, cluster, name, changed);
            if (random.nextBoolean()) {
                return;
            }
            if (!world.dead().contains(cluster.id())) {
                world.network().answer(request);
            }
            cluster.object(Kind.MANIFEST, name).map(Deeds::node).ifPresent(now -> {
                ObjectNode restored = now.deepCopy();
                ObjectNode at = Manifests.layer(restored, layer);
                if (at != null && was != null) {
                    at.set("credSecretSelector", was);
                    putManifest(world, cluster, name, restored);
                }
            });
        });
    }

    private static void meddle(ObjectNode manifest, RandomGenerator random) {
        meddle(manifest, Manifests.LAYERS.get(random.nextInt(2)), random);
    }

    private static void meddle(ObjectNode manifest, String layer, RandomGenerator random) {
        ObjectNode at = Manifests.layer(manifest, layer);
        if (at != null && random.nextInt(3) == 0) {
            at.remove("credSecretSelector");
        } else {
            set(manifest, layer, value(random));
        }
    }

    /** Somebody else adds an annotation, which is none of our business but for the map that it stands in. */
    static void annotate(World world, RandomGenerator random) {
        edit(
                world,
                random,
                manifest -> manifest.withObject("/metadata/annotations").put("other", "x" + random.nextInt(9)));
    }

    /** Lifecycle-manager writes a status, where it differs. */
    static void reconcile(World world, RandomGenerator random) {
        ApiServer cluster = cluster(world, random);
        any(cluster, Kind.MANIFEST, random)
                .ifPresent(event -> reconcile(cluster, event, random.nextBoolean() ? "Ready" : "Processing"));
    }

    /** Lifecycle-manager has forgotten what it wrote: it renders every Manifest again, and the statuses follow where they differ. */
    static void forgetCache(World world, RandomGenerator random) {
        ApiServer cluster = cluster(world, random);
        for (Event event : List.copyOf(cluster.objects(Kind.MANIFEST).values())) {
            ObjectNode rendered = node(event).deepCopy();
            String theirs = Manifests.text(rendered, "/metadata/labels/" + RENDERED);
            if (!theirs.isEmpty()) {
                set(rendered, "install", theirs);
            }
            if (!rendered.equals(event.object())) {
                putManifest(world, cluster, event.name(), rendered);
            }
            cluster.object(Kind.MANIFEST, event.name()).ifPresent(now -> reconcile(cluster, now, "Processing"));
            cluster.object(Kind.MANIFEST, event.name()).ifPresent(now -> reconcile(cluster, now, "Ready"));
        }
    }

    /** What the API server refused for its content is tried again once the Manifest has moved. */
    static void move(World world, ObjectRef manifest) {
        ApiServer cluster = world.clusters().stream()
                .filter(other -> other.id().equals(manifest.cluster()))
                .findFirst()
                .orElseThrow();
        for (String state : List.of("Warning", "Ready")) {
            cluster.object(Kind.MANIFEST, manifest.name()).ifPresent(event -> reconcile(cluster, event, state));
        }
    }

    private static void reconcile(ApiServer cluster, Event event, String state) {
        ObjectNode manifest = node(event).deepCopy();
        if (!Manifests.text(manifest, "/status/state").equals(state)) {
            manifest.withObject("/status").put("state", state);
            cluster.put(Kind.MANIFEST, event.name(), manifest);
        }
    }

    static void createOrEditTemplate(World world, RandomGenerator random) {
        template(world, cluster(world, random), "mod" + random.nextInt(2), version(random), ask(random), ask(random));
    }

    static void deleteTemplate(World world, RandomGenerator random) {
        deleteTemplate(world, cluster(world, random), random);
    }

    static void deleteTemplate(World world, ApiServer cluster, RandomGenerator random) {
        any(cluster, Kind.TEMPLATE, random).ifPresent(event -> {
            cluster.delete(Kind.TEMPLATE, event.name());
            world.tell(new Change.OfTemplate(cluster.id(), (ModuleTemplate) event.object(), null));
        });
    }

    /** A template asks for something else, and at once for the former again. */
    static void flipTemplate(World world, RandomGenerator random) {
        ApiServer cluster = cluster(world, random);
        any(cluster, Kind.TEMPLATE, random).ifPresent(event -> {
            if (event.object() instanceof ModuleTemplate old) {
                template(world, cluster, old.module(), old.version(), ask(random), ask(random));
                template(world, cluster, old.module(), old.version(), old.install(), old.config());
            }
        });
    }

    private static void template(
            World world, ApiServer cluster, String module, String version, Ask install, Ask config) {
        String name = module + "-" + version;
        ModuleTemplate before = cluster.object(Kind.TEMPLATE, name)
                .map(event -> (ModuleTemplate) event.object())
                .orElse(null);
        ModuleTemplate after = new ModuleTemplate(module, version, install, config);
        cluster.put(Kind.TEMPLATE, name, after);
        world.tell(new Change.OfTemplate(cluster.id(), before, after));
    }

    static void createOrEditSecret(World world, RandomGenerator random) {
        ApiServer cluster = cluster(world, random);
        String name = "s" + random.nextInt(4);
        Secret before = secret(cluster, name);
        Secret after = before != null && random.nextBoolean()
                ? new Secret(before.label(), before.registry(), 1 + random.nextInt(50), before.shape())
                : new Secret(
                        value(random),
                        random.nextInt(4) == 0 ? "other.io" : "reg.io",
                        1 + random.nextInt(50),
                        random.nextInt(5) > 0 ? Secret.Shape.FINE : drawn(List.of(Secret.Shape.values()), random));
        secret(world, cluster, name, before, after);
    }

    /** The key of a label changes on a Secret and on the templates that ask for it, at once. */
    static void relabel(World world, RandomGenerator random) {
        ApiServer cluster = cluster(world, random);
        any(cluster, Kind.SECRET, random).ifPresent(event -> {
            if (event.object() instanceof Secret before) {
                String to = value(random);
                Secret after = new Secret(to, before.registry(), before.content(), before.shape());
                secret(world, cluster, event.name(), before, after);
                any(cluster, Kind.TEMPLATE, random).ifPresent(other -> {
                    if (other.object() instanceof ModuleTemplate old) {
                        template(world, cluster, old.module(), old.version(), Ask.of(to), old.config());
                    }
                });
            }
        });
    }

    static void deleteSecret(World world, RandomGenerator random) {
        ApiServer cluster = cluster(world, random);
        any(cluster, Kind.SECRET, random).ifPresent(event -> {
            cluster.delete(Kind.SECRET, event.name());
            world.tell(new Change.OfSecret(cluster.id(), (Secret) event.object(), null));
        });
    }

    private static void secret(World world, ApiServer cluster, String name, @Nullable Secret before, Secret after) {
        cluster.put(Kind.SECRET, name, after);
        world.tell(new Change.OfSecret(cluster.id(), before, after));
    }

    private static @Nullable Secret secret(ApiServer cluster, String name) {
        return cluster.object(Kind.SECRET, name)
                .map(event -> (Secret) event.object())
                .orElse(null);
    }

    private static void edit(World world, RandomGenerator random, Consumer<ObjectNode> edit) {
        ApiServer cluster = cluster(world, random);
        any(cluster, Kind.MANIFEST, random).ifPresent(event -> {
            ObjectNode edited = node(event).deepCopy();
            edit.accept(edited);
            if (!edited.equals(event.object())) {
                putManifest(world, cluster, event.name(), edited);
            }
        });
    }

    private static void putManifest(World world, ApiServer cluster, String name, ObjectNode manifest) {
        ObjectNode before = cluster.object(Kind.MANIFEST, name).map(Deeds::node).orElse(null);
        Event event = cluster.put(Kind.MANIFEST, name, manifest);
        world.tell(new Change.OfManifest(cluster.id(), name, before, node(event)));
    }

    private static void set(ObjectNode manifest, String layer, String value) {
        ObjectNode at = Manifests.layer(manifest, layer);
        if (at != null) {
            at.set("credSecretSelector", Manifests.selectorOf(value));
        }
    }

    static <T> T drawn(List<T> from, RandomGenerator random) {
        return from.get(random.nextInt(from.size()));
    }

    private static Optional<Event> any(ApiServer cluster, Kind kind, RandomGenerator random) {
        List<Event> all = new ArrayList<>(cluster.objects(kind).values());
        return all.isEmpty() ? Optional.empty() : Optional.of(drawn(all, random));
    }

    private static ObjectNode node(Event event) {
        if (event.object() instanceof ObjectNode manifest) {
            return manifest;
        }
        throw new IllegalStateException("no Manifest");
    }

    private static Ask ask(RandomGenerator random) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> Ask.NOTHING;
            case 2 -> Ask.NONSENSE;
            default -> Ask.of(value(random));
        };
    }

    static String manifestName(RandomGenerator random) {
        return "m" + random.nextInt(6);
    }

    static String value(RandomGenerator random) {
        return "v" + random.nextInt(VALUES);
    }

    private static String version(RandomGenerator random) {
        return random.nextInt(3) == 0 ? "2.0.0" : "1.0.0";
    }
}

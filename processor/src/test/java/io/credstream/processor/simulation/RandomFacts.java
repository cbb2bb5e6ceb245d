package io.credstream.processor.simulation;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Credential;
import io.credstream.model.Credential.Problem;
import io.credstream.model.LabelSelector;
import io.credstream.model.LabelSelector.Operator;
import io.credstream.model.LabelSelector.Requirement;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.RegistryEntry.NoLogin;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Facts from alphabets so small that everything meets everything. */
final class RandomFacts {

    static final Cause CAUSE = new Cause.Coordinates("t", 0, 0);
    static final List<String> CLUSTERS = List.of("eu", "us", "eu.a", "eu.b", "eu.nobody");
    private static final List<String> NAMESPACES = List.of("kcp-system", "kyma-system");
    private static final List<String> KEYS = List.of("cred", "tier", "everywhere");
    private static final List<String> VALUES = List.of("x", "y", "z");
    private static final List<String> REGISTRIES = List.of(
            "reg.io",
            "reg.io/team",
            "reg.io/team/mod",
            "reg.io:5000",
            "*.io",
            "re*.io",
            "eu.*.io",
            "eu.reg.io",
            "index.docker.io",
            "docker.io",
            "index.docker.io/team");
    private static final List<String> REPOSITORIES = List.of(
            "reg.io/team/mod",
            "reg.io/teamwork",
            "reg.io:5000/mod",
            "eu.reg.io/mod",
            "docker.io/team/mod",
            "team/mod",
            "mod");
    private static final List<String> MODULES = List.of("mod", "dom");

    private final RandomGenerator random;
    private int version = 1;

    RandomFacts(RandomGenerator random) {
        this.random = random;
    }

    Cluster cluster() {
        String id = one(CLUSTERS);
        boolean runtime = id.contains(".");
        List<String> namespaces = switch (random.nextInt(6)) {
            case 0 -> List.of("*");
            case 1 -> List.of("kyma-system", "kcp-system");
            case 2 -> List.of("elsewhere");
            default -> List.of(one(NAMESPACES));
        };
        return new Cluster(
                id,
                runtime ? Cluster.Role.RUNTIME : Cluster.Role.CONTROL_PLANE,
                runtime ? (random.nextInt(5) == 0 ? "us" : "eu") : null,
                runtime && !id.endsWith("nobody") ? one(List.of("a", "b")) : null,
                new Cluster.Access.KubeconfigFile("/nowhere", null),
                namespaces,
                null,
                CAUSE);
    }

    ObjectRef ref(String namePrefix) {
        return new ObjectRef(one(CLUSTERS), one(NAMESPACES), namePrefix + random.nextInt(3));
    }

    ObjectRef templateRef() {
        String name = random.nextInt(3) == 0 ? one(MODULES) + "-" + one(List.of("1", "2")) : "t" + random.nextInt(2);
        return new ObjectRef(one(CLUSTERS), one(NAMESPACES), name);
    }

    Credential credential(ObjectRef ref) {
        List<RegistryEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            entries.add(entry());
        }
        Problem problem = random.nextInt(6) == 0 ? one(Arrays.asList(Problem.values())) : null;
        return new Credential(
                ref,
                "uid",
                nextVersion(),
                labels(),
                problem == null ? entries : List.of(),
                Map.of(),
                null,
                problem,
                CAUSE);
    }

    Template template(ObjectRef ref) {
        List<TemplateLayer> layers = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            if (random.nextInt(5) > 0) {
                layers.add(new TemplateLayer(layer, layerSelector()));
            }
        }
        return new Template(
                ref,
                "uid",
                nextVersion(),
                rarely("comp"),
                rarely(one(List.of("1", "2"))),
                rarely(one(MODULES)),
                rarely(one(List.of("fast", "slow"))),
                false,
                rarely(one(REPOSITORIES)),
                layers,
                null,
                CAUSE);
    }

    Manifest manifest(ObjectRef ref) {
        List<ManifestLayer> layers = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            if (random.nextInt(5) > 0) {
                layers.add(random.nextBoolean() ? new ManifestLayer(layer, null, null) : foreign(layer));
            }
        }
        return new Manifest(
                ref,
                "uid" + random.nextInt(2),
                nextVersion(),
                rarely("comp"),
                rarely(one(List.of("1", "2"))),
                rarely(one(MODULES)),
                rarely(one(List.of("fast", "slow"))),
                rarely(one(List.of("a", "b"))),
                random.nextInt(4) == 0,
                random.nextInt(20) == 0,
                random.nextInt(20) == 0,
                random.nextBoolean(),
                layers,
                random.nextBoolean()
                        ? ManifestAnnotations.NONE
                        : new ManifestAnnotations("garbage,=,install=", "r", "s", "c"),
                new Verdict(null, Verdict.Code.NONE),
                null,
                null,
                CAUSE);
    }

    /** The Manifest after somebody wrote a selector of their own into a layer, or removed what was there. */
    Manifest edited(Manifest manifest) {
        List<ManifestLayer> layers = new ArrayList<>(manifest.layers());
        if (!layers.isEmpty()) {
            int i = random.nextInt(layers.size());
            Layer layer = layers.get(i).layer();
            layers.set(i, random.nextBoolean() ? new ManifestLayer(layer, null, null) : foreign(layer));
        }
        return with(manifest, layers, manifest.annotations());
    }

    Manifest with(Manifest m, List<ManifestLayer> layers, ManifestAnnotations annotations) {
        return new Manifest(
                m.ref(),
                m.uid(),
                nextVersion(),
                m.component(),
                m.componentVersion(),
                m.moduleName(),
                m.channel(),
                m.kyma(),
                m.remoteTemplate(),
                m.deleting(),
                m.skipReconciliation(),
                true,
                layers,
                annotations,
                m.verdict(),
                null,
                null,
                m.cause());
    }

    private ManifestLayer foreign(Layer layer) {
        String canonical = "{\"matchLabels\":{\"cred\":\"" + one(VALUES) + "\"}}";
        return new ManifestLayer(layer, canonical.replace(":", " : "), canonical);
    }

    private RegistryEntry entry() {
        String content = one(List.of("c1", "c2", "c3"));
        Map<String, String> fingerprints = switch (random.nextInt(3)) {
            case 0 -> Map.of("old", "old-" + content);
            case 1 -> Map.of("new", "new-" + content);
            default -> Map.of("old", "old-" + content, "new", "new-" + content);
        };
        String revision = fingerprints.get(one(List.copyOf(fingerprints.keySet())));
        NoLogin noLogin = random.nextInt(6) == 0 ? one(Arrays.asList(NoLogin.values())) : null;
        return new RegistryEntry(one(REGISTRIES), false, fingerprints, Map.of(), String.valueOf(revision), noLogin);
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>();
        KEYS.forEach(key -> {
            if (random.nextInt(3) > 0) {
                labels.put(key, key.equals("everywhere") ? "x" : one(VALUES));
            }
        });
        return labels;
    }

    private LayerSelector layerSelector() {
        return switch (random.nextInt(8)) {
            case 0 -> new LayerSelector.Unlabelled();
            case 1 -> new LayerSelector.Invalid("not a map");
            case 2, 3, 4 -> new LayerSelector.Labelled(LabelSelector.of(Map.of("cred", one(VALUES))));
            default -> new LayerSelector.Labelled(selector());
        };
    }

    private LabelSelector selector() {
        Map<String, String> labels = labels();
        List<Requirement> expressions = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0 || (labels.isEmpty() && expressions.isEmpty()); i--) {
            Operator operator = one(Arrays.asList(Operator.values()));
            boolean takesValues = operator == Operator.IN || operator == Operator.NOT_IN;
            expressions.add(
                    new Requirement(one(KEYS), operator, takesValues ? List.of(one(VALUES), one(VALUES)) : List.of()));
        }
        return new LabelSelector(random.nextBoolean() || expressions.isEmpty() ? labels : Map.of(), expressions);
    }

    private Version nextVersion() {
        return new Version(1, Integer.toString(version++));
    }

    private @Nullable String rarely(String value) {
        return random.nextInt(12) == 0 ? null : value;
    }

    private <T> T one(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}

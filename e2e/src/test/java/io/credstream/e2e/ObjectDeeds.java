package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static io.credstream.guarantee.TestFleet.RUNTIME_NAMESPACE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.Cluster;
import io.credstream.sandbox.api.ClusterUser;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What people and lifecycle-manager do to the objects of a fleet, one deed at a time. Equal seeds give equal deeds. */
public final class ObjectDeeds {

    /** Of which runtimes can be. */
    public static final List<String> KYMAS = List.of("k0", "k1", "k2");

    private static final List<String> MODULES = List.of("m0", "m1", "m2", "m3");
    private static final List<String> SELECTORS = List.of("s0", "s1", "s2");
    private static final List<String> REGISTRIES = List.of(Yaml.REGISTRY, Yaml.REGISTRY, "other.example.com");

    private final TestFleet world;
    private final Random random;
    private final int mostInterferences;
    private final Map<String, Integer> interferences = new HashMap<>();

    /** @param mostInterferences with each Manifest; whoever keeps at it is taken for somebody who fights (R17) */
    public ObjectDeeds(TestFleet world, Random random, int mostInterferences) {
        this.world = world;
        this.random = random;
        this.mostInterferences = mostInterferences;
    }

    /** One object on one cluster comes, changes or goes. */
    public void next() {
        Cluster member = any(List.copyOf(world.members().values()));
        String namespace = member.controlPlane() == null ? CONTROL_PLANE_NAMESPACE : RUNTIME_NAMESPACE;
        switch (random.nextInt(member.controlPlane() == null ? 10 : 5)) {
            case 0, 1 -> world.apply(member.id(), secret(namespace));
            case 2 -> delete(member, ResourceKind.SECRETS, namespace);
            case 3 -> world.apply(member.id(), Yaml.template(namespace, any(MODULES), label(), label()));
            case 4 -> {
                if (random.nextInt(4) == 0) {
                    delete(member, ResourceKind.MODULE_TEMPLATES, namespace);
                }
            }
            case 5, 6 ->
                world.apply(member.id(), Yaml.manifest(namespace, any(KYMAS), any(MODULES), random.nextInt(4) == 0));
            case 7 -> delete(member, ResourceKind.MANIFESTS, namespace);
            case 8 -> editAManifest(member, namespace, manifest -> interfere(member, manifest));
            default -> editAManifest(member, namespace, this::toggleSkip);
        }
    }

    private String secret(String namespace) {
        String name = "secret-" + random.nextInt(6);
        String document = switch (random.nextInt(8)) {
            case 0 -> "{\"auths\": oops";
            case 1 -> "{\"auths\":{}}";
            default ->
                "{\"auths\":{\"%s\":{\"username\":\"robot\",\"password\":\"not-a-password-%d\"}}}"
                        .formatted(any(REGISTRIES), random.nextInt(5));
        };
        return Yaml.secretOf(
                namespace,
                name,
                any(SELECTORS),
                random.nextInt(10) == 0 ? "Opaque" : "kubernetes.io/dockerconfigjson",
                ".dockerconfigjson",
                document);
    }

    private @Nullable String label() {
        return switch (random.nextInt(7)) {
            case 0 -> null;
            case 1 -> "{}";
            default -> Yaml.label(any(SELECTORS));
        };
    }

    private void delete(Cluster member, ResourceKind kind, String namespace) {
        ClusterUser user = world.user(member.id());
        List<ObjectNode> there = user.list(kind).stream()
                .filter(object -> object.at("/metadata/namespace").asText().equals(namespace) && !isKubeconfig(object))
                .toList();
        if (!there.isEmpty()) {
            user.delete(kind, namespace, any(there).at("/metadata/name").asText());
        }
    }

    /** With it the runtime would go. */
    private static boolean isKubeconfig(ObjectNode object) {
        return object.path("kind").asText().equals("Secret")
                && object.at("/metadata/labels").has(Yaml.KYMA_NAME);
    }

    private interface Edit {
        void apply(ObjectNode manifest);
    }

    private void editAManifest(Cluster member, String namespace, Edit edit) {
        ClusterUser user = world.user(member.id());
        List<ObjectNode> there = user.list(ResourceKind.MANIFESTS);
        if (!there.isEmpty()) {
            String name = any(there).at("/metadata/name").asText();
            user.edit(ResourceKind.MANIFESTS, namespace, name, edit::apply);
        }
    }

    /** A selector that nobody asked for, or none, or no annotations of ours any more. */
    private void interfere(Cluster member, ObjectNode manifest) {
        String name = member.id() + "/" + manifest.at("/metadata/name").asText();
        if (interferences.merge(name, 1, Integer::sum) > mostInterferences) {
            return;
        }
        ObjectNode layer = manifest.withObject(random.nextBoolean() ? "/spec/install/source" : "/spec/config");
        switch (random.nextInt(3)) {
            case 0 -> layer.remove("credSecretSelector");
            case 1 -> layer.withObject("/credSecretSelector/matchLabels").put("somebody", "else-" + random.nextInt(3));
            default -> manifest.withObject("/metadata/annotations").remove("credstream.io/applied");
        }
    }

    private void toggleSkip(ObjectNode manifest) {
        manifest.withObject("/metadata/labels")
                .put("operator.kyma-project.io/skip-reconciliation", Boolean.toString(random.nextInt(4) == 0));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}

package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static io.credstream.guarantee.TestFleet.RUNTIME_NAMESPACE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.guarantee.Instance;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.Cluster;
import io.credstream.sandbox.ClusterUser;
import io.credstream.sandbox.EmbeddedCluster;
import io.credstream.sandbox.Fault;
import io.credstream.sandbox.ResourceKind;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What a fleet and its services can suffer, one deed at a time. Equal seeds give equal deeds. */
final class RandomDeeds {

    private static final List<String> MODULES = List.of("m0", "m1", "m2", "m3");
    private static final List<String> KYMAS = List.of("k0", "k1", "k2");
    private static final List<String> SELECTORS = List.of("s0", "s1", "s2");
    private static final List<String> REGISTRIES = List.of(Yaml.REGISTRY, Yaml.REGISTRY, "other.example.com");
    private static final int MOST_INSTANCES = 2;

    private final TestFleet world;
    private final Random random;

    RandomDeeds(TestFleet world, Random random) {
        this.world = world;
        this.random = random;
    }

    /** Two control planes, one of them with a runtime, and a few objects on each. */
    void populate() {
        world.controlPlane("kcp-eu");
        world.controlPlane("kcp-ap");
        world.runtime("skr-a", "kcp-eu", "k0");
        for (int i = 0; i < 60; i++) {
            changeAnObject();
        }
    }

    void next() {
        int dice = random.nextInt(100);
        if (dice < 78) {
            changeAnObject();
        } else if (dice < 92) {
            disturbACluster();
        } else if (dice < 95) {
            disturbAService();
        } else {
            pause();
        }
    }

    /** No more faults, and somebody at work of each service. */
    void makePeace() {
        for (Cluster member : world.members().values()) {
            EmbeddedCluster cluster = world.cluster(member.id());
            cluster.faults().clear();
            cluster.bringUp();
        }
        for (Service service : Service.values()) {
            if (world.services().running(service).isEmpty()) {
                world.services().start(service);
            }
        }
    }

    private void changeAnObject() {
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
            case 8 -> editAManifest(member, namespace, this::interfere);
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
                .filter(object -> object.at("/metadata/namespace").asText().equals(namespace))
                .toList();
        if (!there.isEmpty()) {
            user.delete(kind, namespace, any(there).at("/metadata/name").asText());
        }
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
    private void interfere(ObjectNode manifest) {
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

    private void disturbACluster() {
        EmbeddedCluster cluster =
                world.cluster(any(List.copyOf(world.members().values())).id());
        switch (random.nextInt(8)) {
            case 0 -> cluster.takeDown();
            case 1, 2 -> cluster.bringUp();
            case 3 -> cluster.cutConnections();
            case 4 -> cluster.compact();
            case 5 -> cluster.faults().inject(new Fault.Answer(any(List.of(429, 500, 503, 409))), any -> true, 3);
            case 6 ->
                cluster.faults()
                        .inject(new Fault.LostAnswer(), request -> request.is("patch", ResourceKind.MANIFESTS), 2);
            default ->
                cluster.faults().inject(new Fault.Disconnect(), request -> request.is("list", ResourceKind.SECRETS), 1);
        }
    }

    private void disturbAService() {
        Service service = any(List.of(Service.values()));
        List<Instance> running = world.services().running(service);
        if (running.size() < MOST_INSTANCES && random.nextBoolean()) {
            world.services().start(service);
        } else if (!running.isEmpty()) {
            any(running).close();
        }
    }

    private void pause() {
        try {
            Thread.sleep(random.nextInt(300));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}

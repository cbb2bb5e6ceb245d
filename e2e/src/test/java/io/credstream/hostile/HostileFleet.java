package io.credstream.hostile;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static io.credstream.guarantee.TestFleet.RUNTIME_NAMESPACE;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Seven clusters that mind their business, and one place for a hostile one: a control plane, or a runtime of one of the seven. */
final class HostileFleet implements AutoCloseable {

    static final String CONTROL_PLANE = "mallory";
    static final String RUNTIME = "mallory-runtime";

    private static final String MODULE = "m";
    private static final String SELECTOR = "guide";
    private static final String SECRET = "pull";
    private static final List<String> CONTROL_PLANES = List.of("cp1", "cp2", "cp3", "cp4", "cp5");
    private static final Map<String, String> RUNTIMES = Map.of("rt1", "cp1", "rt2", "cp2");

    private final TestFleet world;
    private final HostileServer server;
    private int password;

    /** Where a cluster's Manifest is. */
    private record Place(String controlPlane, String manifest) {}

    HostileFleet(Path folder) {
        world = new TestFleet(folder);
        server = new HostileServer(world::cluster);
        CONTROL_PLANES.forEach(id -> {
            world.controlPlane(id);
            furnish(id, Role.CONTROL_PLANE);
        });
        RUNTIMES.forEach((id, controlPlane) -> {
            world.runtime(id, controlPlane, id);
            furnish(id, Role.RUNTIME);
        });
        furnish(CONTROL_PLANE, Role.CONTROL_PLANE);
        furnish(RUNTIME, Role.RUNTIME);
    }

    TestFleet world() {
        return world;
    }

    HostileServer server() {
        return server;
    }

    /** The ids of the seven. */
    static Set<String> neighbours() {
        Set<String> ids = new TreeSet<>(CONTROL_PLANES);
        ids.addAll(RUNTIMES.keySet());
        return ids;
    }

    /** What the services say who they are, to each of the seven. */
    List<String> neighboursCredentials() {
        return neighbours().stream()
                .map(id -> "Bearer " + world.cluster(id).adminToken())
                .toList();
    }

    /** Makes the hostile cluster a member, in one role, and takes it out in the other. */
    void admit(String hostile) {
        String other = hostile.equals(RUNTIME) ? CONTROL_PLANE : RUNTIME;
        if (world.members().containsKey(other)) {
            world.leave(other);
        }
        boolean runtime = hostile.equals(RUNTIME);
        Path kubeconfig = world.folder().resolve(hostile + ".hostile.yaml");
        try {
            Files.writeString(kubeconfig, server.kubeconfig(hostile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Role role = runtime ? Role.RUNTIME : Role.CONTROL_PLANE;
        world.join(new Cluster(
                hostile,
                role,
                runtime ? "cp1" : null,
                runtime ? hostile : null,
                new Cluster.Access.KubeconfigFile(kubeconfig.toString(), null),
                List.of(role.defaultNamespace()),
                runtime ? null : "1.3.10",
                runtime ? null : Cluster.Discovery.DEFAULT,
                null,
                new Cause.Request("test", "join")));
    }

    private void furnish(String id, Role role) {
        world.cluster(id).configure(settings -> settings.withBookmarkEvery(Duration.ofMillis(500)));
        String namespace = role.defaultNamespace();
        Place place = place(id);
        world.apply(id, Yaml.template(namespace, MODULE, Yaml.label(SELECTOR), Yaml.label(SELECTOR)));
        world.apply(
                place.controlPlane(),
                Yaml.manifest(CONTROL_PLANE_NAMESPACE, place.manifest(), MODULE, role == Role.RUNTIME));
        rotate(id);
    }

    private static Place place(String id) {
        return new Place(id.equals(RUNTIME) ? "cp1" : RUNTIMES.getOrDefault(id, id), id);
    }

    /** Gives clusters another password. */
    void rotate(String... clusters) {
        for (String id : clusters) {
            String namespace =
                    id.equals(RUNTIME) || RUNTIMES.containsKey(id) ? RUNTIME_NAMESPACE : CONTROL_PLANE_NAMESPACE;
            world.apply(id, Yaml.secret(namespace, SECRET, SELECTOR, Yaml.REGISTRY, "not-real-" + password++));
        }
    }

    /** The revision that each cluster's Manifest carries; empty for one that carries none. */
    Map<String, String> revisions(Set<String> clusters) {
        Map<String, String> revisions = new HashMap<>();
        for (String id : clusters) {
            Place place = place(id);
            revisions.put(
                    id,
                    world.user(place.controlPlane())
                            .get(ResourceKind.MANIFESTS, CONTROL_PLANE_NAMESPACE, place.manifest() + "-" + MODULE)
                            .orElseThrow()
                            .at("/metadata/annotations")
                            .path(ManifestAnnotations.REVISION)
                            .asText());
        }
        return revisions;
    }

    /** Rotates passwords and waits until each cluster's Manifest says so; {@return how long that took} */
    Duration rotation(Set<String> clusters, Duration patience) {
        Map<String, String> before = revisions(clusters);
        long begin = System.nanoTime();
        rotate(clusters.toArray(String[]::new));
        await("the rotation of " + clusters)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(25))
                .until(
                        () -> {
                            Map<String, String> now = revisions(clusters);
                            now.entrySet().removeAll(before.entrySet());
                            now.values().remove("");
                            return now.keySet();
                        },
                        arrived -> arrived.equals(clusters));
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        server.close();
        world.close();
    }
}

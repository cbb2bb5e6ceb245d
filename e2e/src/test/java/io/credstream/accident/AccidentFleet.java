package io.credstream.accident;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static io.credstream.guarantee.TestFleet.RUNTIME_NAMESPACE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.e2e.Play;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.Cluster;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Two control planes with two runtimes and 150 Manifests each. A change of it is always of the same size: a credential is rotated on
 * each control plane and on each runtime, and on the first control plane a template gets another selector.
 */
final class AccidentFleet {

    static final List<String> CONTROL_PLANES = Play.CONTROL_PLANES;
    static final String FIRST = CONTROL_PLANES.getFirst();
    static final String SECOND = CONTROL_PLANES.getLast();

    private static final int KYMAS = 49;

    /** Which the template has in turn; more than two, so that a second change does not bring back what was before the first. */
    private static final int SELECTORS = 3;

    private static final List<String> RUNTIMES = List.of("k00", "k01");
    private static final String NS = CONTROL_PLANE_NAMESPACE;

    private final TestFleet world;
    private int changes;
    private Instant lastChange = Instant.now();

    AccidentFleet(TestFleet world) {
        this.world = world;
        for (String id : CONTROL_PLANES) {
            controlPlane(id);
            for (String kyma : RUNTIMES) {
                runtime(id, kyma);
            }
        }
        rotate();
    }

    private void controlPlane(String id) {
        for (int i = 0; i < SELECTORS; i++) {
            world.apply(id, Yaml.secret(NS, "beta-" + i, "beta-" + i, Yaml.REGISTRY, "not-a-password-beta"));
        }
        world.apply(id, Yaml.template(NS, "alpha", Yaml.label("alpha"), null));
        world.apply(id, Yaml.template(NS, "beta", Yaml.label("beta-0"), Yaml.label("beta-0")));
        world.apply(id, Yaml.template(NS, "gamma", Yaml.label("nobody-has-that"), null));
        for (String module : List.of("alpha", "beta", "gamma")) {
            IntStream.range(0, KYMAS)
                    .forEach(i -> world.apply(id, Yaml.manifest(NS, "k%02d".formatted(i), module, false)));
        }
        RUNTIMES.forEach(kyma -> world.apply(id, Yaml.manifest(NS, kyma, "remote", true)));
        world.expectControlPlane(id);
    }

    private void runtime(String controlPlane, String kyma) {
        String id = controlPlane + "." + kyma;
        world.apply(id, Yaml.template(RUNTIME_NAMESPACE, "remote", Yaml.label("remote"), null));
        world.expectRuntime(id, controlPlane, kyma);
    }

    /** Changes it once more. Each Manifest that this concerns has to be written once. */
    void change() {
        lastChange = Instant.now();
        changes++;
        rotate();
        String selector = Yaml.label("beta-" + changes % SELECTORS);
        world.apply(FIRST, Yaml.template(NS, "beta", selector, selector));
    }

    /** A moment at which everything was as before the last change. */
    Instant lastChange() {
        return lastChange;
    }

    private void rotate() {
        String password = "not-a-password-" + changes;
        for (String id : CONTROL_PLANES) {
            world.apply(id, Yaml.secret(NS, "alpha", "alpha", Yaml.REGISTRY, password));
            for (String kyma : RUNTIMES) {
                world.apply(
                        id + "." + kyma, Yaml.secret(RUNTIME_NAMESPACE, "remote", "remote", Yaml.REGISTRY, password));
            }
        }
    }

    /** How many Manifests a change concerns. */
    static int concerned() {
        return 3 * KYMAS + CONTROL_PLANES.size() * RUNTIMES.size();
    }

    /** As above, on one control plane. */
    static int concerned(String controlPlane) {
        return (controlPlane.equals(FIRST) ? 2 : 1) * KYMAS + RUNTIMES.size();
    }

    /** What Credstream wrote on each Manifest, but for the cause; by control plane and name. */
    SortedMap<String, String> written() {
        SortedMap<String, String> written = new TreeMap<>();
        for (String id : CONTROL_PLANES) {
            for (ObjectNode manifest : world.user(id).list(ResourceKind.MANIFESTS)) {
                StringBuilder text = new StringBuilder();
                for (String layer : List.of("/spec/install/source", "/spec/config")) {
                    text.append(manifest.at(layer).path("credSecretSelector")).append(' ');
                }
                for (String annotation :
                        List.of(ManifestAnnotations.APPLIED, ManifestAnnotations.REVISION, ManifestAnnotations.STATE)) {
                    text.append(manifest.at("/metadata/annotations").path(annotation))
                            .append(' ');
                }
                written.put(id + "/" + manifest.at("/metadata/name").asText(), text.toString());
            }
        }
        return written;
    }

    /** Writes the file from which the fleet has its members. At the start one cause is behind everything on a control plane: that is what its fuse allows. */
    void writeFile(Path file) {
        StringBuilder text = new StringBuilder("name: accidents\nclusters:\n");
        for (Cluster member : world.members().values()) {
            text.append("- {id: %s, kubeconfig: %s, ".formatted(member.id(), world.kubeconfig(member.id())));
            text.append(
                    member.controlPlane() == null
                            ? "role: control-plane, lifecycleManagerVersion: 1.3.10, fuse: 200}\n"
                            : "role: runtime, controlPlane: %s, kyma: %s}\n"
                                    .formatted(member.controlPlane(), member.kyma()));
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

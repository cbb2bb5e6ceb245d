package io.credstream.demo;

import static io.credstream.demo.DemoFleet.CONTROL_PLANE;
import static io.credstream.demo.DemoFleet.NAMESPACE;

import io.credstream.demo.DemoFleet.ManifestView;
import io.credstream.sandbox.objects.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the demo plays, step by step.
 *
 * <p>The fleet has three modules on each of two Kymas, and one module whose template lives on a runtime.
 */
final class Scenario {

    private static final String GUIDE = "template-operator";
    private static final String WAITING = "telemetry";
    private static final String BROKEN = "eventing";
    private static final String COMMUNITY = "community";
    private static final String REHEARSAL = "rehearsal";
    private static final int REHEARSALS = 15;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);
    private static final String RUNTIME = "skr-a";
    private static final String RUNTIME_NAMESPACE = "kyma-system";

    private final DemoFleet fleet;
    private final Outages outages;

    Scenario(DemoFleet fleet, Outages outages) {
        this.fleet = fleet;
        this.outages = outages;
    }

    /** What is there before the curtain rises: Manifests, as lifecycle-manager made them, without any selector. */
    void setUp() {
        for (String kyma : DemoFleet.KYMA_OF_RUNTIME.values()) {
            for (String module : List.of(GUIDE, WAITING, BROKEN)) {
                fleet.apply(CONTROL_PLANE, DemoObjects.manifest(kyma, module, false));
            }
        }
        fleet.apply(CONTROL_PLANE, DemoObjects.manifest("kyma-a", COMMUNITY, true));
    }

    /**
     * Rotates the password of a module that is gone afterwards. Services run for weeks; here they have only just been started, and
     * the times that are shown would be those of a JVM that has yet to compile them.
     */
    void rehearse() throws InterruptedException {
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        fleet.apply(CONTROL_PLANE, DemoObjects.manifest("kyma-a", REHEARSAL, false));
        fleet.apply(CONTROL_PLANE, DemoObjects.template(NAMESPACE, REHEARSAL, REHEARSAL));
        for (int i = 0; i < REHEARSALS; i++) {
            Map<String, ManifestView> before = fleet.manifests();
            fleet.apply(CONTROL_PLANE, DemoObjects.secret(NAMESPACE, REHEARSAL, REHEARSAL, "fake-" + i));
            while (!rotated(REHEARSAL, before, fleet.manifests()) && System.nanoTime() < end) {
                Thread.sleep(1);
            }
        }
        fleet.delete(ResourceKind.MANIFESTS, "kyma-a-" + REHEARSAL);
        fleet.delete(ResourceKind.MODULE_TEMPLATES, REHEARSAL + "-regular");
        fleet.delete(ResourceKind.SECRETS, REHEARSAL);
    }

    List<Scene> scenes() {
        return List.of(guide(), rotation(), missingSecret(), remoteTemplate(), handEdit(), malformedSecret(), outage());
    }

    private Scene guide() {
        return new Scene(
                "A labelled Secret and a ModuleTemplate are applied",
                "The guide's example: the template's layers carry the label oci-registry-cred, which names the Secret.",
                () -> {
                    fleet.apply(
                            CONTROL_PLANE, DemoObjects.secret(NAMESPACE, "registry-cred", "test-operator", "fake-one"));
                    takeABreath();
                    fleet.apply(CONTROL_PLANE, DemoObjects.template(NAMESPACE, GUIDE, "test-operator"));
                },
                all(GUIDE, manifest -> isBound(manifest) && manifest.config() != null));
    }

    private Scene rotation() {
        Map<String, ManifestView> before = new TreeMap<>();
        return new Scene(
                "The password in the Secret rotates",
                "The selectors stay as they are; the annotation credential-revision tells whoever watches the Manifest.",
                () -> {
                    before.putAll(fleet.manifests());
                    fleet.apply(
                            CONTROL_PLANE, DemoObjects.secret(NAMESPACE, "registry-cred", "test-operator", "fake-two"));
                },
                now -> rotated(GUIDE, before, now));
    }

    private Scene missingSecret() {
        return new Scene(
                "A template asks for a Secret that does not exist, which then appears",
                "A selector is propagated whether or not it matches yet; the state says which: NoMatch, then Bound.",
                () -> {
                    fleet.apply(CONTROL_PLANE, DemoObjects.template(NAMESPACE, WAITING, "telemetry-team"));
                    awaitState(WAITING, "NoMatch");
                    fleet.apply(
                            CONTROL_PLANE, DemoObjects.secret(NAMESPACE, "telemetry", "telemetry-team", "fake-three"));
                },
                all(WAITING, Scenario::isBound));
    }

    private Scene remoteTemplate() {
        return new Scene(
                "A template and its Secret are applied on a runtime",
                "The Manifest on the control plane is marked remote-template: its template is looked for on its runtime.",
                () -> {
                    fleet.apply(RUNTIME, DemoObjects.secret(RUNTIME_NAMESPACE, "community", "community", "fake-four"));
                    takeABreath();
                    fleet.apply(RUNTIME, DemoObjects.template(RUNTIME_NAMESPACE, COMMUNITY, "community"));
                },
                all(COMMUNITY, Scenario::isBound));
    }

    private Scene handEdit() {
        return new Scene(
                "A hasty hand removes a selector from a Manifest",
                "The loop compares what is with what should be, whoever changed it, and puts it back.",
                () -> fleet.removeSelector("kyma-b-" + GUIDE),
                all(GUIDE, Scenario::isBound));
    }

    private Scene malformedSecret() {
        return new Scene(
                "A Secret with malformed data is applied",
                "It is reported where it matters, as Unusable, and nothing else is touched.",
                () -> {
                    fleet.apply(CONTROL_PLANE, DemoObjects.malformedSecret(NAMESPACE, "broken", "eventing-team"));
                    takeABreath();
                    fleet.apply(CONTROL_PLANE, DemoObjects.template(NAMESPACE, BROKEN, "eventing-team"));
                },
                all(BROKEN, manifest -> "Unusable".equals(manifest.state()))
                        .and(all(GUIDE, Scenario::isBound))
                        .and(all(WAITING, Scenario::isBound)));
    }

    private Scene outage() {
        Map<String, ManifestView> before = new TreeMap<>();
        return new Scene(
                "A runtime goes away, its Secret rotates meanwhile, and it returns",
                "Its cluster-status says that it cannot be reached; what was missed is found when it is listed again.",
                () -> {
                    before.putAll(fleet.manifests());
                    fleet.cluster(RUNTIME).takeDown();
                    outages.awaitUnreachable(RUNTIME);
                    fleet.apply(RUNTIME, DemoObjects.secret(RUNTIME_NAMESPACE, "community", "community", "fake-five"));
                    fleet.bringUp(RUNTIME);
                },
                now -> rotated(COMMUNITY, before, now));
    }

    private void awaitState(String module, String state) throws InterruptedException {
        Predicate<Map<String, ManifestView>> reached = all(module, manifest -> state.equals(manifest.state()));
        while (!reached.test(fleet.manifests())) {
            Thread.sleep(1);
        }
    }

    /** As between two commands of a person. Secrets and templates come on two streams, which wait for nobody. */
    private static void takeABreath() throws InterruptedException {
        Thread.sleep(300);
    }

    private static boolean rotated(String module, Map<String, ManifestView> before, Map<String, ManifestView> now) {
        return ofModule(module, before).stream()
                .allMatch(name -> !Objects.equals(revision(before, name), revision(now, name)));
    }

    private static @Nullable String revision(Map<String, ManifestView> views, String name) {
        ManifestView view = views.get(name);
        return view == null ? null : view.revision();
    }

    private static Predicate<Map<String, ManifestView>> all(String module, Predicate<ManifestView> condition) {
        return now ->
                ofModule(module, now).stream().allMatch(name -> condition.test(Objects.requireNonNull(now.get(name))));
    }

    private static List<String> ofModule(String module, Map<String, ManifestView> views) {
        return views.keySet().stream()
                .filter(name -> name.endsWith("-" + module))
                .toList();
    }

    private static boolean isBound(ManifestView manifest) {
        return manifest.install() != null && "Bound".equals(manifest.state());
    }

    /** Lets a scene wait until Credstream has noticed that a cluster is gone. */
    @FunctionalInterface
    interface Outages {
        void awaitUnreachable(String cluster) throws InterruptedException;
    }
}

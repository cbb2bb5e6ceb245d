package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static io.credstream.guarantee.TestFleet.RUNTIME_NAMESPACE;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.guarantee.NoForeignSelectorTouched;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.List;

/** A fleet in which every state of a binding occurs, and changes of each sort: what most tests play. */
public final class Play {

    /** In different partitions, so that two instances have one each. */
    public static final List<String> CONTROL_PLANES = List.of("kcp-eu", "kcp-ap");

    private static final String NS = CONTROL_PLANE_NAMESPACE;
    private static final String MALFORMED = "{\"auths\": oops";

    private final TestFleet world;

    private Play(TestFleet world) {
        this.world = world;
    }

    /** Sets the scene: two control planes with a runtime each. */
    public static Play on(TestFleet world) {
        Play play = new Play(world);
        for (String controlPlane : CONTROL_PLANES) {
            play.controlPlane(controlPlane);
            play.runtime("skr-of-" + controlPlane, controlPlane);
        }
        return play;
    }

    /** Those that carry somebody else's selector and concern no template with a label. */
    static boolean isForeign(String manifest) {
        return manifest.endsWith("-plain");
    }

    public NoForeignSelectorTouched foreignSelectors() {
        return NoForeignSelectorTouched.asOfNow(world, Play::isForeign);
    }

    private void controlPlane(String id) {
        world.apply(id, Yaml.secret(NS, "bound", "bound", Yaml.REGISTRY, "not-a-password-1"));
        world.apply(id, Yaml.secret(NS, "elsewhere", "elsewhere", "other.example.com", "not-a-password-2"));
        world.apply(id, Yaml.secret(NS, "doomed", "doomed", Yaml.REGISTRY, "not-a-password-3"));
        world.apply(id, malformed());
        for (String module : List.of("bound", "missing", "elsewhere", "malformed", "doomed")) {
            world.apply(id, Yaml.template(NS, module, Yaml.label(module), Yaml.label(module)));
        }
        world.apply(id, Yaml.template(NS, "invalid", "{}", Yaml.label("bound")));
        world.apply(id, Yaml.template(NS, "plain", null, null));
        for (String kyma : List.of("a", "b")) {
            for (String module : List.of("bound", "missing", "elsewhere", "malformed", "doomed", "invalid", "plain")) {
                world.apply(id, Yaml.manifest(NS, kyma, module, false));
            }
            world.apply(id, Yaml.manifest(NS, kyma, "remote", true));
            world.user(id).edit(ResourceKind.MANIFESTS, NS, kyma + "-plain", Play::selectForeign);
        }
        world.controlPlane(id);
    }

    private void runtime(String id, String controlPlane) {
        world.apply(id, Yaml.secret(RUNTIME_NAMESPACE, "remote", "remote", Yaml.REGISTRY, "not-a-password-4"));
        world.apply(id, Yaml.template(RUNTIME_NAMESPACE, "remote", Yaml.label("remote"), null));
        world.runtime(id, controlPlane, "a");
    }

    /** Something of every sort happens on every control plane and runtime. */
    public void changeEverything() {
        for (String id : CONTROL_PLANES) {
            rotate(id, "not-a-password-5");
            world.apply(id, Yaml.secret(NS, "missing", "missing", Yaml.REGISTRY, "not-a-password-6"));
            world.apply(id, Yaml.secret(NS, "malformed", "malformed", Yaml.REGISTRY, "not-a-password-7"));
            world.apply(id, Yaml.template(NS, "elsewhere", Yaml.label("bound"), null));
            world.user(id).delete(ResourceKind.SECRETS, NS, "doomed");
            world.user(id).delete(ResourceKind.MANIFESTS, NS, "b-doomed");
            world.user(id).delete(ResourceKind.MODULE_TEMPLATES, NS, "invalid-regular");
            world.apply(id, Yaml.manifest(NS, "c", "bound", false));
            takeSelectorAway(id, "a-bound");
            world.apply(
                    "skr-of-" + id,
                    Yaml.secret(RUNTIME_NAMESPACE, "remote", "remote", Yaml.REGISTRY, "not-a-password-8"));
        }
    }

    public void rotate(String controlPlane, String password) {
        world.apply(controlPlane, Yaml.secret(NS, "bound", "bound", Yaml.REGISTRY, password));
    }

    /** As a hasty hand would. */
    void takeSelectorAway(String controlPlane, String manifest) {
        world.user(controlPlane)
                .edit(
                        ResourceKind.MANIFESTS,
                        NS,
                        manifest,
                        object -> object.withObject("/spec/install/source").remove("credSecretSelector"));
    }

    private static String malformed() {
        return Yaml.secretOf(
                NS, "malformed", "malformed", "kubernetes.io/dockerconfigjson", ".dockerconfigjson", MALFORMED);
    }

    private static void selectForeign(ObjectNode manifest) {
        ObjectNode selector = JsonNodeFactory.instance.objectNode();
        selector.putObject("matchLabels").put("somebody", "else");
        manifest.withObject("/spec/install/source").set("credSecretSelector", selector);
    }
}

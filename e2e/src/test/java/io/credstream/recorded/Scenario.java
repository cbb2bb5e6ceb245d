package io.credstream.recorded;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static io.credstream.guarantee.TestFleet.RUNTIME_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.e2e.Terminal;
import io.credstream.guarantee.CapturedLogs;
import io.credstream.guarantee.Converges;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.Yaml;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.objects.ResourceKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What happens to a fleet while it is recorded: something of every sort. It ends with nothing that time alone would change, for the log is
 * read years later: a cluster is paused, a Manifest pinned, a change held, and nobody waits for the end of a pause.
 */
final class Scenario {

    private static final String NS = CONTROL_PLANE_NAMESPACE;
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final TestFleet world;
    private final List<String> moments = new ArrayList<>();
    private final Map<String, String> passwords = new HashMap<>();

    Scenario(TestFleet world) {
        this.world = world;
    }

    /** The moments that questions name, as lines {@code name=time}. */
    List<String> moments() {
        return List.copyOf(moments);
    }

    /** All that may be nowhere in the log. */
    Map<String, String> passwords() {
        return Map.copyOf(passwords);
    }

    void play() {
        setTheScene();
        world.services().startAll(1);
        hold("firstHeld");
        run("release", "--cluster", "kcp-eu", "--reason", "reviewed", "--user", "alice");
        settle("settled");
        change();
        settle("changed");
        fight();
        stepIn();
        restart();
        template("wide", "unused");
        hold("end");
        world.services().stopAll();
    }

    private void setTheScene() {
        for (String id : List.of("kcp-eu", "kcp-ap", "kcp-us")) {
            secret(id, "bound", "bound", Yaml.REGISTRY, "first");
            secret(id, "elsewhere", "elsewhere", "other.example.com", "first");
            secret(id, "doomed", "doomed", Yaml.REGISTRY, "first");
            secret(id, "one-of-two", "double", Yaml.REGISTRY, "first");
            secret(id, "two-of-two", "double", Yaml.REGISTRY, "first");
            secret(id, "unused", "unused", Yaml.REGISTRY, "first");
            world.apply(
                    id,
                    Yaml.secretOf(
                            NS,
                            "malformed",
                            "malformed",
                            "kubernetes.io/dockerconfigjson",
                            ".dockerconfigjson",
                            "{\"auths\": oops"));
            for (String module : List.of("bound", "missing", "elsewhere", "malformed", "doomed", "double")) {
                world.apply(id, Yaml.template(NS, module, Yaml.label(module), null));
                manifests(id, module, "a", "b");
            }
            world.apply(id, Yaml.template(NS, "fought", Yaml.label("unused"), Yaml.label("bound")));
            manifests(id, "fought", "a");
            world.apply(id, Yaml.template(NS, "invalid", "{}", Yaml.label("bound")));
            world.apply(id, Yaml.template(NS, "plain", null, null));
            manifests(id, "invalid", "a");
            manifests(id, "plain", "a");
            world.apply(id, Yaml.manifest(NS, "a", "remote", true));
        }
        world.apply("kcp-eu", Yaml.template(NS, "wide", Yaml.label("elsewhere"), null));
        IntStream.range(0, 5).forEach(i -> manifests("kcp-eu", "wide", "wide-" + i));
        world.user("kcp-eu")
                .edit(
                        ResourceKind.SECRETS,
                        NS,
                        "doomed",
                        object -> object.withObject("/metadata/annotations")
                                .put("credstream.io/expires-at", "2027-01-01T00:00:00Z"));
        runtime("skr-eu");
        runtime("kcp-ap.a");
        world.join(world.controlPlane("kcp-eu").withFuse(4));
        world.discovering("kcp-ap");
        world.controlPlane("kcp-us");
        world.runtime("skr-eu", "kcp-eu", "a");
        world.discovered("kcp-ap", "a");
    }

    private void runtime(String id) {
        world.apply(id, Yaml.secret(RUNTIME_NAMESPACE, "remote", "remote", Yaml.REGISTRY, password(id + " remote")));
        world.apply(id, Yaml.template(RUNTIME_NAMESPACE, "remote", Yaml.label("remote"), null));
    }

    private void manifests(String cluster, String module, String... kymas) {
        for (String kyma : kymas) {
            world.apply(cluster, Yaml.manifest(NS, kyma, module, false));
        }
    }

    private void secret(String cluster, String name, String selector, String registry, String content) {
        world.apply(cluster, Yaml.secret(NS, name, selector, registry, password(cluster + " " + name + " " + content)));
    }

    private String password(String what) {
        return passwords.computeIfAbsent(what, of -> "Not/a+password&of " + of);
    }

    private void template(String module, String selector) {
        world.apply("kcp-eu", Yaml.template(NS, module, Yaml.label(selector), null));
    }

    /** A change of more Manifests than the fuse of their control plane allows. */
    private void hold(String moment) {
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(run("get", "pending", "--cluster", "kcp-eu", "-o", "json"))
                        .contains("\"Held\"")
                        .doesNotContain("\"result\" : null"));
        quiet();
        moment(moment);
    }

    /** A rotation, another label, deletions, and a cluster that leaves. */
    private void change() {
        secret("kcp-eu", "bound", "bound", Yaml.REGISTRY, "second");
        new Converges().holdsSoon(world);
        world.cluster("kcp-eu")
                .as("lifecycle-manager")
                .editStatus(
                        ResourceKind.MANIFESTS,
                        NS,
                        "a-invalid",
                        object -> object.withObject("/status")
                                .put("state", "Ready")
                                .withObject("/lastOperation")
                                .put("operation", "installation is ready")
                                .put(
                                        "lastUpdateTime",
                                        Instant.now()
                                                .plusSeconds(1)
                                                .truncatedTo(ChronoUnit.SECONDS)
                                                .toString()));
        secret("kcp-ap", "doomed", "missing", Yaml.REGISTRY, "first");
        world.user("kcp-us").delete(ResourceKind.SECRETS, NS, "doomed");
        world.user("kcp-us").delete(ResourceKind.MANIFESTS, NS, "b-doomed");
        world.user("kcp-us").delete(ResourceKind.MODULE_TEMPLATES, NS, "invalid-regular");
        new Converges().holdsSoon(world);
        world.leave("kcp-us");
    }

    /** Somebody takes our selector away until we give way, and then puts it back. */
    private void fight() {
        String selector = "{\"matchLabels\":{\"" + Yaml.SELECTOR + "\":\"unused\"}}";
        try (CapturedLogs logs = new CapturedLogs()) {
            for (int round = 1; round <= 3; round++) {
                await().atMost(Guarantee.SOON).until(() -> isInOrder("a-fought"));
                new Converges().holdsSoon(world);
                world.user("kcp-eu")
                        .edit(
                                ResourceKind.MANIFESTS,
                                NS,
                                "a-fought",
                                object -> source(object).remove("credSecretSelector"));
            }
            await().atMost(Guarantee.SOON)
                    .untilAsserted(() -> assertThat(logs.text()).contains("Somebody keeps overwriting a Manifest"));
        }
        quiet();
        moment("fight");
        world.user("kcp-eu")
                .edit(
                        ResourceKind.MANIFESTS,
                        NS,
                        "a-fought",
                        object -> source(object)
                                .withObject("/credSecretSelector/matchLabels")
                                .put(Yaml.SELECTOR, "unused"));
        assertThat(source(manifest("a-fought")).path("credSecretSelector").toString())
                .isEqualTo(selector);
        settle("peace");
    }

    /** A pin that stays and one that was released, a pause, and what could not be read. */
    private void stepIn() {
        String settled = moments.stream()
                .filter(moment -> moment.startsWith("settled="))
                .findFirst()
                .orElseThrow()
                .substring("settled=".length());
        template("bound", "elsewhere");
        settle("mistaken");
        for (String manifest : List.of("a-bound", "b-bound")) {
            run(
                    "replay",
                    "--at",
                    settled,
                    "kcp-eu/" + NS + "/" + manifest,
                    "--reason",
                    "a mistake",
                    "--user",
                    "alice",
                    "--expires",
                    "never",
                    "--execute");
            await().atMost(Guarantee.SOON)
                    .until(() -> manifest(manifest)
                            .at("/metadata/annotations")
                            .path(ManifestAnnotations.STATE)
                            .asText()
                            .equals("Pinned"));
        }
        run("pin", "release", "kcp-eu/" + NS + "/b-bound", "--reason", "mended", "--user", "bob");
        run("pause", "--cluster", "kcp-ap", "--reason", "another registry", "--user", "bob");
        quiet();
        world.apply("kcp-ap", Yaml.template(NS, "bound", Yaml.label("unused"), null));
        world.send(new ProducerRecord<>(
                world.topics().templates().name(),
                0,
                "kcp-eu/" + NS + "/garbage",
                "no record of ours".getBytes(StandardCharsets.UTF_8)));
        await().atMost(Guarantee.SOON)
                .until(() ->
                        !world.contents().values(world.topics().deadLetters()).isEmpty());
        quiet();
        moment("steppedIn");
    }

    /** A gap in the watch, and other instances. */
    private void restart() {
        world.services().running(Service.INGEST).getFirst().close();
        world.services().running(Service.PROCESSOR).getFirst().close();
        secret("kcp-eu", "one-of-two", "double", Yaml.REGISTRY, "second");
        world.services().start(Service.PROCESSOR);
        world.services().start(Service.INGEST);
        world.services().awaitReady();
        quiet();
        moment("restarted");
    }

    private void settle(String moment) {
        new Converges().holdsSoon(world);
        quiet();
        moment(moment);
    }

    private void quiet() {
        world.contents().endsOfHistory(QUIET);
    }

    private void moment(String name) {
        moments.add(name + "=" + Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private boolean isInOrder(String manifest) {
        return source(manifest(manifest)).has("credSecretSelector");
    }

    private static ObjectNode source(ObjectNode manifest) {
        return manifest.withObject("/spec/install/source");
    }

    private ObjectNode manifest(String name) {
        return world.user("kcp-eu").get(ResourceKind.MANIFESTS, NS, name).orElseThrow();
    }

    private String run(String... command) {
        Terminal.Said said = new Terminal(world).run(command);
        assertThat(said.exitCode()).as(said.text()).isZero();
        return said.out();
    }
}

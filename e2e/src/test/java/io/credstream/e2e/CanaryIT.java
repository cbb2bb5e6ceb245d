package io.credstream.e2e;

import static io.credstream.guarantee.TestFleet.CONTROL_PLANE_NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.cli.Credstream;
import io.credstream.guarantee.CapturedLogs;
import io.credstream.guarantee.Guarantee;
import io.credstream.guarantee.NoSecretLeak;
import io.credstream.guarantee.TestFleet;
import io.credstream.guarantee.TopicsEqualClusters;
import io.credstream.guarantee.Yaml;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ManifestAnnotations;
import io.credstream.sandbox.objects.ResourceKind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Passwords that nobody could mistake are planted wherever a Secret can hold one, and looked for wherever anything can be. */
class CanaryIT {

    private static final String NS = CONTROL_PLANE_NAMESPACE;
    private static final String DOCKER_CONFIG = "kubernetes.io/dockerconfigjson";
    private static final String[] QUESTIONS = {
        "clusters", "credentials", "templates", "bindings", "manifests", "pending"
    };

    @TempDir
    Path folder;

    private final Map<String, String> canaries = new TreeMap<>();

    /** The command line sets up logging as it needs it. */
    @AfterEach
    void restoreLogging() throws JoranException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @Test
    void noCanaryIsFoundAnywhere() {
        try (TestFleet world = new TestFleet(folder)) {
            String planted = plant(world);
            NoSecretLeak noLeak = new NoSecretLeak(canaries);
            assertThat(noLeak.foundIn(planted).toString())
                    .as("what is not even there cannot be missed")
                    .contains(canaries.keySet());
            try (CapturedLogs logs = new CapturedLogs()) {
                live(world);
                noLeak.alsoIn("the log", logs.text());
                assertThat(logs.text()).contains("io.credstream.ingest", "io.credstream.sink");
            }
            ask(world, noLeak);
            // Closed, so that everything is on disk.
            world.services().stopAll();
            noLeak.verify(world);
        }
    }

    /** Starts, rotates, fails, restarts, and deletes: whoever wants to leak has occasion to. */
    private static void live(TestFleet world) {
        world.services().startAll(1);
        settle(world);
        world.user("kcp")
                .edit(
                        ResourceKind.SECRETS,
                        NS,
                        "password",
                        secret -> secret.withObject("/metadata/labels").put("rotated", "not-really"));
        world.cluster("kcp").cutConnections();
        world.cluster("kcp").compact();
        world.user("kcp").delete(ResourceKind.SECRETS, NS, "identitytoken");
        settle(world);
        world.services().stopAll();
        world.services().startAll(1);
        settle(world);
    }

    private static void settle(TestFleet world) {
        Map<String, Condition> expected = Map.of(
                "kcp.kube-token", Condition.UNAUTHORIZED,
                "kcp.kube-exec", Condition.KUBECONFIG_REFUSED,
                "kcp.kube-garbage", Condition.KUBECONFIG_MISSING);
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> expected.forEach((id, condition) -> assertThat(world.contents()
                                .latest(world.topics().clusterStatus())
                                .get(id))
                        .map(ClusterStatus::condition)
                        .contains(condition)));
        await().atMost(Guarantee.SOON)
                .untilAsserted(() -> assertThat(world.user("kcp")
                                .get(ResourceKind.MANIFESTS, NS, "a-m")
                                .orElseThrow()
                                .at("/metadata/annotations")
                                .path(ManifestAnnotations.STATE)
                                .asText())
                        .isEqualTo("Poisoned"));
        new TopicsEqualClusters().holdsSoon(world);
    }

    private static void ask(TestFleet world, NoSecretLeak noLeak) {
        for (String question : QUESTIONS) {
            for (String format : new String[] {"table", "wide", "json", "yaml"}) {
                StringWriter answer = new StringWriter();
                int exit = Credstream.execute(
                        new PrintWriter(answer, true),
                        new PrintWriter(answer, true),
                        "get",
                        question,
                        "-o",
                        format,
                        "--bootstrap-servers",
                        world.kafka().bootstrapServers());
                assertThat(exit).as(answer.toString()).isZero();
                noLeak.alsoIn("get " + question + " -o " + format, answer.toString());
            }
        }
    }

    /** Returns all that was planted, as the API server holds it. */
    private String plant(TestFleet world) {
        plantDocument(world, "password", "{\"auths\":{\"%s\":{\"username\":\"u\",\"password\":\"%s\"}}}");
        String auth = canary("auth");
        plant(
                world,
                "auth",
                DOCKER_CONFIG,
                ".dockerconfigjson",
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(Yaml.REGISTRY, base64("u:" + auth)));
        plantDocument(world, "identitytoken", "{\"auths\":{\"%s\":{\"identitytoken\":\"%s\"}}}");
        plantDocument(world, "registrytoken", "{\"auths\":{\"%s\":{\"registrytoken\":\"%s\"}}}");
        plantDocument(world, "malformed", "{\"auths\":{\"%s\":{\"password\":\"%s\"");
        plantDocument(world, "unquoted", "{\"auths\":{\"%s\": %s }}");
        plantDocument(world, "not-an-object", "{\"auths\":{\"%s\":\"%s\"}}");
        plantDocument(world, "unknown-field", "{\"auths\":{\"%s\":{\"pass\":\"%s\"}},\"credHelpers\":1}");
        plantDocument(world, "broken-auth", "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}");
        String userInfo = canary("user-info").replaceAll("[^A-Za-z0-9-]", "-");
        canaries.put("user-info", userInfo);
        plant(
                world,
                "user-info",
                DOCKER_CONFIG,
                ".dockerconfigjson",
                "{\"auths\":{\"https://u:%s@%s\":{}}}".formatted(userInfo, Yaml.REGISTRY));
        plant(
                world,
                "dockercfg",
                "kubernetes.io/dockercfg",
                ".dockercfg",
                "{\"%s\":{\"password\":\"%s\"}}".formatted(Yaml.REGISTRY, canary("dockercfg")));
        plant(world, "wrong-type", "Opaque", "password", canary("wrong-type"));
        plant(world, "basic-auth", "kubernetes.io/basic-auth", "password", canary("basic-auth"));
        plantElsewhere(world);
        world.apply("kcp", Yaml.template(NS, "m", Yaml.label("canary"), Yaml.label("canary")));
        world.apply("kcp", Yaml.manifest(NS, "a", "m", false));
        plantKubeconfigs(world);
        world.discovering("kcp");
        StringBuilder planted = new StringBuilder();
        for (JsonNode secret : world.user("kcp").list(ResourceKind.SECRETS)) {
            planted.append(secret);
            for (String key : List.of(".dockerconfigjson", "config")) {
                planted.append(decoded(secret.path("data").path(key).asText()));
            }
        }
        return planted.toString();
    }

    /** Where kubectl and operators put what was meant for the data. */
    private void plantElsewhere(TestFleet world) {
        world.apply("kcp", """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: string-data
                  namespace: kcp-system
                  labels:
                    operator.kyma-project.io/managed-by: lifecycle-manager
                    operator.kyma-project.io/oci-registry-cred: canary
                  annotations:
                    credstream.io/expires-at: "%s"
                    kubectl.kubernetes.io/last-applied-configuration: |
                      {"kind":"Secret","stringData":{".dockerconfigjson":"{\\"password\\":\\"%s\\"}"}}
                type: kubernetes.io/dockerconfigjson
                stringData:
                  .dockerconfigjson: '{"auths":{"registry.example.com":{"password":"%s"}}}'
                  beside: "%s"
                """.formatted(
                        canary("expires-at"), canary("last-applied"), canary("string-data"), canary("beside")));
    }

    /** Kubeconfigs of runtimes: one that is refused by its runtime, one by us, and one that is none. */
    private void plantKubeconfigs(TestFleet world) {
        plantKubeconfig(world, "kube-token", world.cluster("skr").kubeconfig(canary("kube-token")));
        plantKubeconfig(
                world,
                "kube-exec",
                world.cluster("skr")
                        .kubeconfig("x")
                        .replaceAll("token: .*", "exec: {command: \"" + canary("kube-exec") + "\"}"));
        plantKubeconfig(world, "kube-garbage", "}{ " + canary("kube-garbage"));
    }

    private static void plantKubeconfig(TestFleet world, String name, String kubeconfig) {
        world.apply("kcp", """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: %s
                  namespace: kcp-system
                  labels: {operator.kyma-project.io/kyma-name: %s}
                data:
                  config: %s
                """.formatted(name, name, base64(kubeconfig)));
    }

    private void plantDocument(TestFleet world, String what, String format) {
        plant(world, what, DOCKER_CONFIG, ".dockerconfigjson", format.formatted(Yaml.REGISTRY, canary(what)));
    }

    private static void plant(TestFleet world, String name, String type, String key, String document) {
        world.apply("kcp", Yaml.secretOf(NS, name, "canary", type, key, document));
    }

    /** Every character matters to some encoding; long enough not to be there by chance. */
    private String canary(String what) {
        String canary = "Canary/of+" + what + "?not&a=password";
        canaries.put(what, canary);
        return canary;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String data) {
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }
}

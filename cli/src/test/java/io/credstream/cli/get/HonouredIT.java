package io.credstream.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credstream.cli.Run;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** R18: what lifecycle-manager does not honour is shown where somebody looks. */
class HonouredIT {

    private static final Cause CAUSE = new Cause.Request("test", "fleet apply");

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    @BeforeAll
    static void fillTopics() throws Exception {
        broker = EmbeddedBroker.startTemporary();
        KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
        List<Cluster> fleet = List.of(
                controlPlane("last", "1.3.10"),
                controlPlane("later", "1.3.11"),
                controlPlane("unstated", null),
                new Cluster("last.a", Role.RUNTIME, "last", "a", kubeconfig(), List.of("kyma-system"), null, CAUSE));
        try (var admin = kafka.admin();
                var producer = kafka.producer(Map.of())) {
            new TopicSetup(1, 1, Duration.ofDays(90)).ensure(admin, topics);
            for (Cluster cluster : fleet) {
                producer.send(topics.clusters().record(cluster.id(), cluster, 1))
                        .get();
                if (cluster.role() == Role.CONTROL_PLANE) {
                    for (Manifest manifest : List.of(manifest(cluster, false), manifest(cluster, true))) {
                        producer.send(topics.manifests().record(manifest.ref().key(), manifest, 1))
                                .get();
                    }
                }
            }
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void clustersSayWhetherSelectorsAreHonouredAndWhyNot() throws IOException {
        assertThat(honoured("clusters", "/cluster"))
                .isEqualTo(Map.of(
                        "last", "Honoured null",
                        "later", "NotHonoured NotByThisVersion",
                        "unstated", "NotHonoured VersionUnknown",
                        "last.a", "NotHonoured NotForRemoteTemplates"));
        assertThat(get("clusters", "wide")).contains("HONOURED", "NOT-HONOURED-BECAUSE", "VersionUnknown");
    }

    @Test
    void manifestsSayWhetherTheirSelectorsAreHonouredAndWhyNot() throws IOException {
        assertThat(honoured("manifests", "/name"))
                .isEqualTo(Map.of(
                        "on-last", "Honoured null",
                        "on-later", "NotHonoured NotByThisVersion",
                        "on-unstated", "NotHonoured VersionUnknown",
                        "remote-on-last", "NotHonoured NotForRemoteTemplates",
                        "remote-on-later", "NotHonoured NotForRemoteTemplates",
                        "remote-on-unstated", "NotHonoured NotForRemoteTemplates"));
        assertThat(get("manifests", "wide")).contains("HONOURED", "NOT-HONOURED-BECAUSE", "NotByThisVersion");
    }

    private static Map<String, String> honoured(String what, String name) throws IOException {
        Map<String, String> answers = new TreeMap<>();
        new JsonMapper()
                .readTree(get(what, "json"))
                .path("items")
                .forEach(row -> answers.put(
                        row.at(name).asText(),
                        row.path("honoured").asText() + " "
                                + row.path("notHonouredBecause").asText()));
        return answers;
    }

    private static String get(String what, String format) {
        return Run.of("get", what, "-o", format, "--bootstrap-servers", broker.bootstrapServers())
                .out();
    }

    private static Cluster controlPlane(String id, @Nullable String lifecycleManager) {
        return new Cluster(
                id, Role.CONTROL_PLANE, null, null, kubeconfig(), List.of("kcp-system"), lifecycleManager, CAUSE);
    }

    private static Cluster.Access kubeconfig() {
        return new Cluster.Access.KubeconfigFile("/kubeconfigs/any", null);
    }

    private static Manifest manifest(Cluster controlPlane, boolean remoteTemplate) {
        String name = (remoteTemplate ? "remote-on-" : "on-") + controlPlane.id();
        return new Manifest(
                new ObjectRef(controlPlane.id(), "kcp-system", name),
                "uid-" + name,
                new Version(1, "7"),
                "kyma-project.io/op",
                "1.0.0",
                "op",
                null,
                "a",
                remoteTemplate,
                false,
                false,
                true,
                List.of(),
                ManifestAnnotations.NONE,
                new Verdict("Ready", Verdict.Code.NONE),
                null,
                null,
                CAUSE);
    }
}

package io.credstream.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.audit.answer.ManifestAnswer;
import io.credstream.cli.Run;
import io.credstream.cli.output.Fields;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.Kind;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GetIT {

    private static final int PARTITIONS = 2;
    private static final String UNLISTED = "Not listed completely: kcp-eu.a1b2; what is said of that is as last known.";

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    @BeforeAll
    static void fillTopics() throws Exception {
        broker = EmbeddedBroker.startTemporary();
        KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
        try (var admin = kafka.admin();
                var producer = kafka.producer(Map.of())) {
            new TopicSetup(PARTITIONS, 1, Duration.ofDays(90)).ensure(admin, topics);
            send(producer, topics.clusters(), "kcp-eu", Records.CONTROL_PLANE);
            send(producer, topics.clusters(), "kcp-eu.a1b2", Records.RUNTIME);
            send(producer, topics.clusterStatus(), "kcp-eu", Records.WATCHED);
            send(producer, topics.clusterStatus(), "kcp-eu.a1b2", Records.UNREACHABLE);
            send(producer, topics.credentials(), Records.CREDENTIAL.ref().key(), Records.CREDENTIAL);
            send(producer, topics.credentials(), Records.MALFORMED.ref().key(), Records.MALFORMED);
            send(producer, topics.templates(), Records.TEMPLATE.ref().key(), Records.TEMPLATE);
            send(producer, topics.manifests(), Records.BOUND.ref().key(), Records.BOUND);
            send(producer, topics.manifests(), Records.WAITING.ref().key(), Records.WAITING);
            send(producer, topics.manifests(), Records.LONELY.ref().key(), Records.LONELY);
            var update =
                    topics.manifestUpdates().record(Records.UPDATE.manifest().key(), Records.UPDATE, PARTITIONS);
            var sent = producer.send(update).get();
            var report = Records.report(sent.topic(), sent.partition(), sent.offset());
            send(producer, topics.applyReports(), report.manifest().key(), report);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>(
                                topics.bindings().name(),
                                partition,
                                Records.BINDING.key(),
                                topics.bindings().serde().encode(Records.BINDING)))
                        .get();
            }
            producer.send(new ProducerRecord<>(topics.credentials().name(), 0, "garbage/x/y", new byte[] {1, 2, 3}))
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void clustersShowConditionAndFix() {
        assertThat(table("clusters"))
                .containsExactly(
                        List.of("CLUSTER", "ROLE", "CONDITION", "LISTED", "HONOURED", "AGE", "FIX"),
                        List.of("kcp-eu", "control-plane", "Watched", "Secret,ModuleTemplate", "Honoured", "age", "-"),
                        List.of(
                                "kcp-eu.a1b2",
                                "runtime",
                                "Unreachable",
                                "-",
                                "NotHonoured",
                                "age",
                                "check the network"));
    }

    @Test
    void credentialsShowRegistriesProblemAndUse() {
        assertThat(table("credentials"))
                .containsExactly(
                        List.of("CLUSTER", "CREDENTIAL", "REGISTRIES", "EXPIRES", "PROBLEM", "USED-BY", "AGE"),
                        List.of("kcp-eu", "kcp-system/broken", "-", "-", "Malformed", "0", "age"),
                        List.of("kcp-eu", "kcp-system/cred", "registry.example.com", "in 9999d", "-", "2", "age"));
    }

    @Test
    void whatCannotBeReadIsSaidAndSkipped() {
        assertThat(get("credentials").err().lines())
                .containsExactly("1 records of credstream.credentials cannot be read and were skipped.", UNLISTED);
    }

    @Test
    void templatesShowTheSelectorOfEachLayerOrItsMistake() {
        assertThat(table("templates"))
                .containsExactly(
                        List.of(
                                "CLUSTER",
                                "TEMPLATE",
                                "MODULE",
                                "VERSION",
                                "CHANNEL",
                                "INSTALL",
                                "CONFIG",
                                "AGE",
                                "PROBLEM"),
                        List.of(
                                "kcp-eu",
                                "kcp-system/op-1.0.0",
                                "op",
                                "1.0.0",
                                "-",
                                "cred=op",
                                "(invalid)",
                                "age",
                                "config: is an empty map"));
    }

    @Test
    void bindingsShowTheStateOfEachLayer() {
        assertThat(table("bindings"))
                .containsExactly(
                        List.of("CLUSTER", "TEMPLATE", "MODULE", "VERSION", "STATE", "INSTALL", "CONFIG", "AGE"),
                        List.of(
                                "kcp-eu",
                                "kcp-system/op-1.0.0",
                                "op",
                                "1.0.0",
                                "InvalidSelector",
                                "Bound (1)",
                                "InvalidSelector",
                                "age"));
    }

    @Test
    void manifestsShowStateAsOfTheirTemplateNowAndLifecycleManagersVerdict() {
        assertThat(table("manifests"))
                .containsExactly(
                        List.of(
                                "CLUSTER",
                                "MANIFEST",
                                "MODULE",
                                "VERSION",
                                "INSTALL",
                                "CONFIG",
                                "STATE",
                                "PENDING",
                                "HONOURED",
                                "VERDICT",
                                "AGE"),
                        List.of(
                                "kcp-eu",
                                "kcp-system/bound",
                                "op",
                                "1.0.0",
                                "cred=op",
                                "-",
                                "Bound",
                                "-",
                                "Honoured",
                                "Ready",
                                "age"),
                        List.of(
                                "kcp-eu",
                                "kcp-system/lonely",
                                "other",
                                "2.0.0",
                                "-",
                                "-",
                                "NoTemplate",
                                "-",
                                "Honoured",
                                "-",
                                "age"),
                        List.of(
                                "kcp-eu",
                                "kcp-system/waiting",
                                "op",
                                "1.0.0",
                                "-",
                                "-",
                                "Bound",
                                "yes",
                                "Honoured",
                                "NoAuthSecret",
                                "age"));
    }

    @Test
    void pendingShowsWhatWouldBeWritten() {
        assertThat(table("pending"))
                .containsExactly(
                        List.of("CLUSTER", "MANIFEST", "CHANGES", "STATE", "ATTEMPT", "RESULT", "AGE"),
                        List.of(
                                "kcp-eu",
                                "kcp-system/waiting",
                                "install.credSecretSelector,applied,credential-state",
                                "Bound",
                                "2",
                                "Unavailable (503)",
                                "age"));
        assertThat(get("pending", "-o", "wide").out())
                .contains("install.credSecretSelector: -; applied: -; credential-state: -")
                .contains("install.credSecretSelector: cred=op; applied: install=hash; credential-state: Bound")
                .contains("kcp-eu/secrets@7");
    }

    @Test
    void pendingShowsWhatWaitsForAGapToBeClosed() throws Exception {
        // Given
        Topics topics = Topics.withPrefix("gap.");
        KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
        Instant begun = Instant.parse("2026-01-01T00:00:00Z");
        Epoch epoch = new Epoch(begun, begun.minusSeconds(60), List.of(Kind.SECRET), 0, 0);
        try (var admin = kafka.admin();
                var producer = kafka.producer(Map.of())) {
            new TopicSetup(PARTITIONS, 1, Duration.ofDays(90)).ensure(admin, topics);
            send(producer, topics.clusters(), "kcp-eu", Records.CONTROL_PLANE);
            send(producer, topics.clusterStatus(), "kcp-eu", Records.WATCHED.in(epoch));
            send(producer, topics.templates(), Records.TEMPLATE.ref().key(), Records.TEMPLATE);
            send(producer, topics.manifests(), Records.WAITING.ref().key(), Records.WAITING.observedIn(begun));
        }
        // When
        JsonNode pending = new JsonMapper()
                .readTree(get("pending", "--topic-prefix", "gap.", "-o", "json").out());
        // Then
        assertThat(pending.path("items")).hasSize(1);
        assertThat(pending.at("/items/0/manifest/name").asText()).isEqualTo("waiting");
        assertThat(pending.at("/items/0/result").asText()).isEqualTo("Deferred");
        assertThat(pending.at("/items/0/reason").asText())
                .isEqualTo("ModuleTemplates of kcp-eu not listed since 2026-01-01T00:00:00Z");
    }

    @Test
    void jsonSaysItsSchemaItsPositionsAndAllFieldsAndYamlSaysTheSame() throws IOException {
        ObjectNode json = (ObjectNode)
                new JsonMapper().readTree(get("manifests", "-o", "json").out());
        ObjectNode yaml = (ObjectNode)
                new YAMLMapper().readTree(get("manifests", "-o", "yaml").out());

        assertThat(json.path("schema").asText()).isEqualTo("manifests/2");
        assertThat(json.at("/basis/positions/credstream.manifests")).isNotEmpty();
        assertThat(json.path("items")).hasSize(3).isEqualTo(yaml.path("items"));
        assertThat(json.at("/items/0").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(Fields.of(ManifestAnswer.class).stream()
                        .map(Fields.Field::name)
                        .toList());
        assertThat(json.at("/items/0/kind").asText()).isEqualTo("Manifest");
        assertThat(json.at("/items/2/layers/0/layer").asText()).isEqualTo("install");
        assertThat(json.at("/items/0/layers/0/selector").toString()).isEqualTo("{\"matchLabels\":{\"cred\":\"op\"}}");
        assertThat(items("manifests")).isEqualTo(json.path("items"));
    }

    private static JsonNode items(String... command) throws IOException {
        String[] more = Stream.concat(Stream.of(command).skip(1), Stream.of("-o", "json"))
                .toArray(String[]::new);
        return new JsonMapper().readTree(get(command[0], more).out()).path("items");
    }

    @Test
    void rowsAreChosenByNameNamespaceAndCluster() {
        assertThat(names("bound")).containsExactly("kcp-system/bound");
        assertThat(names("kcp-system/bound", "lonely")).containsExactly("kcp-system/bound", "kcp-system/lonely");
        assertThat(names("kcp-eu/*/*n*"))
                .containsExactly("kcp-system/bound", "kcp-system/lonely", "kcp-system/waiting");
        assertThat(names("ound")).isEmpty();
        assertThat(names("--cluster", "kcp-*", "-n", "kcp-system")).hasSize(3);
        assertThat(names("--cluster", "kcp")).isEmpty();
    }

    @Test
    void anEmptyAnswerIsSaidOnStandardErrorAndIsNoFailure() throws IOException {
        Run nothing = get("manifests", "nobody");

        assertThat(nothing.exitCode()).isZero();
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err().lines()).endsWith("No manifests.");
        assertThat(items("manifests", "nobody")).isEmpty();
        assertThat(get("pending", "--topic-prefix", "elsewhere.").err()).isEqualTo("""
                There is no log: none of its topics exists. Check --topic-prefix; services make them.
                No decisions pending.
                """);
    }

    @Test
    void theFleetAsItWas() throws IOException {
        String before = "2020-01-01T00:00:00Z";

        Run tooEarly = get("manifests", "--at", before);
        Run justNow = get("manifests", "--at", "1ms");
        Run nothingYet = get("manifests", "--at", "credstream.clusters-" + partition("kcp-eu") + "@0");

        assertThat(tooEarly.exitCode()).isEqualTo(5);
        assertThat(tooEarly.err()).contains("The log keeps every event since");
        assertThat(items("manifests", "--at", "1ms")).isEqualTo(items("manifests"));
        assertThat(justNow.err().lines())
                .anyMatch(line -> line.startsWith("As of ") && line.contains("credstream.manifests "));
        assertThat(nothingYet.err().lines()).endsWith("No manifests.");
    }

    @Test
    void aMomentThatIsNoneIsAMatterOfUsage() {
        assertThat(get("manifests", "--at", "yesterday").exitCode()).isEqualTo(2);
        assertThat(get("manifests", "--at", "2999-01-01T00:00:00Z").err()).contains("has not come yet");
        assertThat(get("manifests", "--at", "credstream.manifests-0@999").err()).contains("there is no record");
    }

    private static int partition(String cluster) {
        return Topics.withPrefix(Topics.DEFAULT_PREFIX).clusters().partition(cluster, PARTITIONS);
    }

    private static List<String> names(String... selection) {
        return get("manifests", selection)
                .out()
                .lines()
                .skip(1)
                .map(line -> line.split("\\s{2,}", -1)[1])
                .toList();
    }

    /** The cells of a table; ages, which differ from run to run, as such. */
    private static List<List<String>> table(String what) {
        return get(what)
                .out()
                .lines()
                .map(line -> Arrays.stream(line.split("\\s{2,}", -1))
                        .map(cell -> cell.matches("\\d+[smh]") ? "age" : cell.replaceAll("in \\d{4,}d", "in 9999d"))
                        .toList())
                .toList();
    }

    private static Run get(String what, String... more) {
        return Run.of(
                Stream.concat(Stream.of("get", what, "--bootstrap-servers", broker.bootstrapServers()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static <V extends Record> void send(Producer<String, byte[]> producer, Topic<V> topic, String key, V value)
            throws Exception {
        producer.send(topic.record(key, value, PARTITIONS)).get();
    }
}

package io.credstream.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import io.credstream.ingest.Ingest;
import io.credstream.ingest.IngestConfig;
import io.credstream.kube.KubeClients;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.observe.Meters;
import io.credstream.processor.Processor;
import io.credstream.processor.ProcessorConfig;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.sink.Sink;
import io.credstream.sink.SinkConfig;
import io.credstream.testkit.apiserver.Definitions;
import io.credstream.testkit.apiserver.KubeBinaries;
import io.credstream.testkit.apiserver.RealApiServer;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;

/** Real API servers, a broker, and the services where a test starts them. */
final class RealFleet implements AutoCloseable {

    static final String CONTROL_PLANE = "kcp";
    static final String NAMESPACE = Role.CONTROL_PLANE.defaultNamespace();
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final int PARTITIONS = 2;
    private static final TopicSetup SETUP = new TopicSetup(PARTITIONS, 1, Duration.ofDays(1));

    private final Deque<Runnable> parts = new ArrayDeque<>();
    private final Path folder;
    private final KafkaClients kafka;
    private final Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private final Producer<String, byte[]> operator;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    RealFleet(Path folder) throws InterruptedException {
        this.folder = folder;
        EmbeddedBroker broker = EmbeddedBroker.startTemporary();
        parts.push(broker::close);
        kafka = KafkaClients.of(broker.bootstrapServers());
        SETUP.ensure(kafka, topics);
        operator = kafka.producer(Map.of());
        parts.push(operator::close);
        FingerprintKeys.generate(keyFile());
    }

    /** Starts an API server with lifecycle-manager's kinds and a namespace, and nothing else. */
    RealApiServer startServer(String namespace) {
        RealApiServer server = RealApiServer.start(KubeBinaries.find(), newFolder("server"));
        parts.push(server::close);
        Definitions.ours().installOn(server.admin());
        server.admin().apply("kubectl", "{apiVersion: v1, kind: Namespace, metadata: {name: %s}}".formatted(namespace));
        return server;
    }

    /** Makes, or changes, a member of the fleet. A runtime is that of {@code kyma-a}. */
    void join(String id, Role role, String kubeconfig) {
        boolean runtime = role == Role.RUNTIME;
        writeKubeconfig(id, kubeconfig);
        join(new Cluster(
                id,
                role,
                runtime ? CONTROL_PLANE : null,
                runtime ? "kyma-a" : null,
                new Cluster.Access.KubeconfigFile(kubeconfig(id).toString(), null),
                List.of(role.defaultNamespace()),
                runtime ? null : "1.3.10",
                new Cause.Request("test", "join")));
    }

    /** Makes, or changes, a control plane on which runtimes are discovered. */
    void joinDiscovering(String id, String kubeconfig) {
        writeKubeconfig(id, kubeconfig);
        join(new Cluster(
                id,
                Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile(kubeconfig(id).toString(), null),
                List.of(NAMESPACE),
                "1.3.10",
                Cluster.Discovery.DEFAULT,
                null,
                new Cause.Request("test", "join")));
    }

    private void join(Cluster member) {
        try {
            operator.send(topics.clusters().record(member.id(), member, PARTITIONS))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For whoever connects from now on; what is connected stays who it is. */
    void writeKubeconfig(String id, String kubeconfig) {
        try {
            Files.writeString(kubeconfig(id), kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts every service. */
    void startPipeline() throws InterruptedException {
        startIngest();
        startProcessor();
        parts.push(startSink()::close);
    }

    void startIngest() throws InterruptedException {
        KubeClients clients = new KubeClients(TIMEOUT, TIMEOUT);
        parts.push(clients::close);
        IngestConfig config = IngestConfig.of(KafkaSetup.of(kafka, SETUP), keyFile());
        parts.push(Ingest.start(
                config, Meters.unseen(), clients, Clock.systemUTC(), new SplittableRandom(1), failures::add)::close);
    }

    /** Starts an ingest in a JVM of its own. */
    OtherProcess spawnIngest(String heap) {
        List<String> settings = List.of(
                "--bootstrap-servers",
                kafka.bootstrapServers(),
                "--partitions",
                Integer.toString(PARTITIONS),
                "--history-window",
                SETUP.historyWindow().toDays() + "d",
                "--fingerprint-keys",
                keyFile().toString());
        OtherProcess ingest =
                OtherProcess.start(Service.INGEST, heap, folder.resolve("ingest.log"), settings, ended -> {});
        parts.push(ingest::close);
        return ingest;
    }

    void startProcessor() throws InterruptedException {
        ProcessorConfig config = ProcessorConfig.of(KafkaSetup.of(kafka, SETUP), folder.resolve("state"));
        parts.push(Processor.start(config, Meters.unseen(), failures::add)::close);
    }

    /** Starts a sink, which its caller closes. */
    Sink startSink() throws InterruptedException {
        SinkConfig config = SinkConfig.of(KafkaSetup.of(kafka, SETUP)).withTimeouts(TIMEOUT, TIMEOUT);
        return Sink.start(config, Meters.unseen(), Clock.systemUTC(), new SplittableRandom(2));
    }

    Topics topics() {
        return topics;
    }

    /** Every record of a topic, in the order of its partition. */
    <V extends Record> List<TopicRecord<V>> log(Topic<V> topic) {
        List<TopicRecord<V>> log = new ArrayList<>();
        try (TopicReader reader = new TopicReader(kafka)) {
            reader.readToEnd(topic, log::add);
        }
        return log;
    }

    <V extends Record> LatestByKey<V> latest(Topic<V> topic) {
        LatestByKey<V> latest = new LatestByKey<>();
        log(topic).forEach(latest::accept);
        return latest;
    }

    void awaitCondition(String cluster, ClusterStatus.Condition condition) {
        soon(() -> assertThat(latest(topics.clusterStatus()).get(cluster).map(ClusterStatus::condition))
                .contains(condition));
    }

    /** Waits until an assertion holds, or a service has failed. */
    void soon(Runnable assertion) {
        within(PATIENCE, assertion);
    }

    /** As {@link #soon}, for what takes longer. */
    void within(Duration patience, Runnable assertion) {
        await().atMost(patience).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            assertThat(failures).isEmpty();
            assertion.run();
        });
    }

    private Path newFolder(String name) {
        try {
            return Files.createTempDirectory(folder, name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path kubeconfig(String id) {
        return folder.resolve(id + ".kubeconfig");
    }

    private Path keyFile() {
        return folder.resolve("fingerprint-keys.yaml");
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
    }
}

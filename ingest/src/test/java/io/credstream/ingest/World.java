package io.credstream.ingest;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.avro.SchemaHeader;
import io.credstream.ingest.watch.WatchSettings;
import io.credstream.kube.Backoff;
import io.credstream.kube.KubeClients;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.projection.Projection;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A broker, a fleet of API servers, and as many instances of ingest as a test wants, in one JVM. */
final class World implements AutoCloseable {

    static final int PARTITIONS = 3;

    private final Path folder;
    private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();
    private final EmbeddedFleet fleet = EmbeddedFleet.start();
    private final KafkaClients kafka;
    private final Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private final Producer<String, byte[]> operator;
    private final Map<String, Function<ResourceKind, List<ObjectNode>>> elsewhere = new ConcurrentHashMap<>();
    private final List<Runnable> running = new ArrayList<>();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final FingerprintKeys keys;
    private Duration removalGrace = Duration.ofMinutes(15);
    private WatchSettings watching = WatchSettings.DEFAULTS
            .withBackoff(new Backoff(Duration.ofMillis(50), Duration.ofMillis(400)))
            .withRequestTimeout(Duration.ofSeconds(5));

    World() {
        try {
            folder = Files.createTempDirectory("credstream-ingest-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        kafka = KafkaClients.of(broker.bootstrapServers());
        keys = FingerprintKeys.generate(keyFile());
        try (var admin = kafka.admin()) {
            setup().ensure(admin, topics);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        operator = kafka.producer(Map.of());
    }

    /** With bookmarks so often that a watchdog of a test need not be patient. */
    EmbeddedCluster cluster(String id) {
        EmbeddedCluster cluster = fleet.cluster(id);
        cluster.configure(settings -> settings.withBookmarkEvery(Duration.ofMillis(200)));
        return cluster;
    }

    Topics topics() {
        return topics;
    }

    KafkaClients kafka() {
        return kafka;
    }

    List<Throwable> bugs() {
        return bugs;
    }

    FingerprintKeys keys() {
        return keys;
    }

    World watching(WatchSettings settings) {
        watching = settings;
        return this;
    }

    WatchSettings watching() {
        return watching;
    }

    World removalGrace(Duration grace) {
        removalGrace = grace;
        return this;
    }

    IngestConfig config() {
        return new IngestConfig(
                KafkaSetup.of(kafka, setup()).withSessionTimeout(Duration.ofSeconds(6)),
                keyFile(),
                removalGrace,
                watching);
    }

    /** A control plane somewhere else, whose objects are asked for in some other way. */
    Cluster controlPlane(String id, String kubeconfig, Function<ResourceKind, List<ObjectNode>> objects) {
        elsewhere.put(id, objects);
        writeKubeconfigFile(id, kubeconfig);
        return controlPlane(id);
    }

    /** What there is on a cluster, asked past the product. */
    List<ObjectNode> objects(Cluster cluster, ResourceKind kind) {
        return elsewhere
                .getOrDefault(
                        cluster.id(), any -> cluster(cluster.id()).as("auditor").list(any))
                .apply(kind);
    }

    /** A control plane of the fleet, whose Secrets count in {@code kcp-system}. */
    Cluster controlPlane(String id) {
        return join(new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile(kubeconfig(id).toString(), null),
                List.of("kcp-system"),
                "1.3.10",
                new Cause.Request("test", "join")));
    }

    /** A control plane whose kubeconfig Secrets make runtimes. */
    Cluster discovering(String id) {
        return join(new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile(kubeconfig(id).toString(), null),
                List.of("kcp-system"),
                "1.3.10",
                Cluster.Discovery.DEFAULT,
                null,
                new Cause.Request("test", "join")));
    }

    Cluster join(Cluster cluster) {
        if (!Files.exists(kubeconfig(cluster.id()))) {
            writeKubeconfig(cluster.id(), cluster(cluster.id()).adminToken());
        }
        send(topics.clusters().record(cluster.id(), cluster, PARTITIONS));
        return cluster;
    }

    void leave(String id) {
        send(topics.clusters().tombstone(id, PARTITIONS));
    }

    Path kubeconfig(String id) {
        return folder.resolve(id + ".kubeconfig");
    }

    void writeKubeconfig(String id, String token) {
        writeKubeconfigFile(id, cluster(id).kubeconfig(token));
    }

    void writeKubeconfigFile(String id, String kubeconfig) {
        try {
            Files.writeString(kubeconfig(id), kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ingest startIngest() {
        return startIngest(config());
    }

    Ingest startIngest(IngestConfig config) {
        return startIngest(config, Duration.ofSeconds(5));
    }

    /** With API servers that may take so long. */
    Ingest startIngest(IngestConfig config, Duration requestTimeout) {
        try {
            KubeClients clients = new KubeClients(Duration.ofSeconds(2), requestTimeout);
            Ingest ingest = Ingest.start(
                    config, Meters.in(meters), clients, Clock.systemUTC(), new SplittableRandom(7), bugs::add);
            running.addFirst(clients::close);
            running.addFirst(ingest::close);
            return ingest;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In which something fails. */
    Ingest startFailing(Consumer<Cluster.Access> failing, UnaryOperator<Projection> projecting) {
        KubeClients clients = new KubeClients(Duration.ofSeconds(2), Duration.ofSeconds(5));
        try {
            Ingest ingest = Ingest.start(
                    config(),
                    Meters.in(meters),
                    access -> {
                        failing.accept(access);
                        return clients.openHttp(access);
                    },
                    projecting,
                    Clock.systemUTC(),
                    new SplittableRandom(7),
                    bugs::add);
            running.addFirst(clients::close);
            running.addFirst(ingest::close);
            return ingest;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Has whoever registers such a meter fail. */
    void refuseMeters(Predicate<Meter.Id> which) {
        meters.config().meterFilter(new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                if (which.test(id)) {
                    throw new IllegalStateException("no such meter");
                }
                return MeterFilterReply.NEUTRAL;
            }
        });
    }

    /** What a gauge without labels shows; nothing if there is no such gauge. */
    OptionalDouble gauge(Metric metric) {
        Gauge gauge = meters.find(metric.text()).gauge();
        return gauge == null ? OptionalDouble.empty() : OptionalDouble.of(gauge.value());
    }

    /** Every committed record, in the order of the log within a partition. */
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

    Optional<ClusterStatus> status(String id) {
        return latest(topics.clusterStatus()).get(id);
    }

    /** As a build writes it that has a newer schema: an unknown fingerprint, and the header that says so. */
    <V extends Record> ProducerRecord<String, byte[]> newer(Topic<V> topic, String key, V value) {
        ProducerRecord<String, byte[]> record = topic.record(key, value, PARTITIONS);
        record.value()[2] ^= 0x55;
        record.headers().remove(SchemaHeader.NAME);
        record.headers().add(SchemaHeader.NAME, "v9".getBytes(StandardCharsets.US_ASCII));
        return record;
    }

    void send(ProducerRecord<String, byte[]> record) {
        try {
            operator.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes a topic with all that it holds. */
    void delete(Topic<?> topic) {
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of(topic.name())).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Deletes a topic with all that it holds, and makes another one of the same name. */
    void lose(Topic<?> topic) {
        delete(topic);
        try (Admin admin = kafka.admin()) {
            await().ignoreExceptions().until(() -> {
                if (admin.listTopics().names().get().contains(topic.name())) {
                    return false; // what the controller has deleted leaves the brokers a little later
                }
                setup().createMissing(admin, topics);
                return true;
            });
        }
    }

    private Path keyFile() {
        return folder.resolve("keys.yaml");
    }

    private static TopicSetup setup() {
        return new TopicSetup(PARTITIONS, 1, Duration.ofDays(1));
    }

    @Override
    public void close() {
        running.forEach(Runnable::run);
        operator.close();
        fleet.close();
        broker.close();
    }
}

package io.credstream.benchmarks;

import io.credstream.model.ApplyReport;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.Manifest.Verdict;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The log of a fleet in which passwords rotate: each rotation is a credential, and for every Manifest of its module a decision, a
 * report, a tombstone and an observation.
 */
public final class SyntheticLog {

    /**
     * How large a fleet is.
     *
     * @param modules of each control plane, each with a template and a credential
     * @param manifests of each of these modules
     */
    public record Shape(int controlPlanes, int modules, int manifests) {

        static final Shape DEFAULT = new Shape(10, 20, 100);

        public long templates() {
            return (long) controlPlanes * modules;
        }

        public long allManifests() {
            return templates() * manifests;
        }
    }

    private static final String NAMESPACE = "kcp-system";
    private static final Cause CAUSE = new Cause.Request("bench", "synthetic");

    private final Shape shape;
    private final Topics topics;
    private final int partitions;
    private final Producer<String, byte[]> producer;
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private long written;
    private long version = 1;

    private SyntheticLog(Shape shape, Topics topics, int partitions, Producer<String, byte[]> producer) {
        this.shape = shape;
        this.topics = topics;
        this.partitions = partitions;
        this.producer = producer;
    }

    /** Writes at least so many records: the fleet as it is found, and rotations. Returns how many. */
    public static long write(KafkaClients kafka, Topics topics, int partitions, Shape shape, long records) {
        // So much at once can make a broker miss its own heartbeats; a producer that numbers its batches does not get
        // over that.
        Map<String, Object> settings = Map.of(
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.BATCH_SIZE_CONFIG,
                1 << 18);
        try (Producer<String, byte[]> producer = kafka.producer(settings)) {
            SyntheticLog log = new SyntheticLog(shape, topics, partitions, producer);
            log.begin();
            for (int round = 1; log.written < records; round++) {
                log.rotate(round);
            }
            producer.flush();
            if (!log.failures.isEmpty()) {
                throw new IllegalStateException("the log could not be written", log.failures.element());
            }
            return log.written;
        }
    }

    /** A Manifest that is in every such log. */
    static ObjectRef manifest() {
        return manifest(0, 0, 0);
    }

    /** A credential that is in every such log. */
    static ObjectRef credential() {
        return ref(0, "cred-0");
    }

    private void begin() {
        for (int cp = 0; cp < shape.controlPlanes(); cp++) {
            String id = "kcp-" + cp;
            send(
                    topics.clusters(),
                    id,
                    new Cluster(
                            id,
                            Cluster.Role.CONTROL_PLANE,
                            null,
                            null,
                            new Cluster.Access.KubeconfigFile("/nowhere", null),
                            List.of(NAMESPACE),
                            "1.3.10",
                            CAUSE));
            List<KindStatus> kinds = Arrays.stream(Kind.values())
                    .map(kind -> new KindStatus(kind, "v1", true, "1"))
                    .toList();
            send(
                    topics.clusterStatus(),
                    id,
                    new ClusterStatus(
                            id,
                            Condition.WATCHED,
                            null,
                            null,
                            null,
                            1,
                            kinds,
                            List.of(),
                            List.of(),
                            null,
                            List.of(),
                            null,
                            CAUSE));
            for (int module = 0; module < shape.modules(); module++) {
                template(cp, module);
                credential(cp, module, 0);
                for (int i = 0; i < shape.manifests(); i++) {
                    observe(cp, module, i, ManifestAnnotations.NONE, null);
                }
            }
        }
    }

    private void rotate(int round) {
        int cp = round % shape.controlPlanes();
        int module = round / shape.controlPlanes() % shape.modules();
        Coordinates cause = new Coordinates(topics.credentials().name(), 0, round);
        credential(cp, module, round);
        for (int i = 0; i < shape.manifests(); i++) {
            ObjectRef ref = manifest(cp, module, i);
            ManifestAnnotations ours = new ManifestAnnotations(
                    "install=0123456789abcdef", "%016x".formatted(round), "Bound", cause.describe());
            send(
                    topics.manifestUpdates(),
                    ref.key(),
                    new ManifestUpdate(
                            ref,
                            "uid",
                            next(),
                            true,
                            List.of(),
                            ManifestAnnotations.NONE,
                            ours,
                            BindingState.BOUND,
                            1,
                            cause));
            send(
                    topics.applyReports(),
                    ref.key(),
                    new ApplyReport(ref, "uid", ApplyReport.Result.APPLIED, "1", null, 1, cause));
            observe(cp, module, i, ours, "{\"matchLabels\":{\"cred\":\"m" + module + "\"}}");
            send(topics.manifestUpdates().tombstone(ref.key(), partitions));
        }
    }

    private void template(int cp, int module) {
        LayerSelector selector = new LayerSelector.Labelled(LabelSelector.of(Map.of("cred", "m" + module)));
        ObjectRef ref = ref(cp, "module-" + module);
        send(
                topics.templates(),
                ref.key(),
                new Template(
                        ref,
                        "uid",
                        next(),
                        "kyma.io/m" + module,
                        "1.0.0",
                        "m" + module,
                        "regular",
                        false,
                        "registry.example.com/modules",
                        List.of(new TemplateLayer(Layer.INSTALL, selector)),
                        null,
                        CAUSE));
    }

    private void credential(int cp, int module, int content) {
        String text = "%016x".formatted(content);
        ObjectRef ref = ref(cp, "cred-" + module);
        RegistryEntry entry = new RegistryEntry("registry.example.com", Map.of("k1", text), Map.of("k1", text), text);
        send(
                topics.credentials(),
                ref.key(),
                new Credential(
                        ref,
                        "uid",
                        next(),
                        Map.of("cred", "m" + module),
                        List.of(entry),
                        Map.of("k1", text),
                        null,
                        null,
                        CAUSE));
    }

    private void observe(int cp, int module, int i, ManifestAnnotations annotations, @Nullable String selector) {
        ObjectRef ref = manifest(cp, module, i);
        send(
                topics.manifests(),
                ref.key(),
                new Manifest(
                        ref,
                        "uid",
                        next(),
                        "kyma.io/m" + module,
                        "1.0.0",
                        "m" + module,
                        "regular",
                        "kyma-" + i,
                        false,
                        false,
                        false,
                        true,
                        List.of(new ManifestLayer(Layer.INSTALL, selector, selector)),
                        annotations,
                        new Verdict("Ready", Verdict.Code.NONE),
                        null,
                        null,
                        CAUSE));
    }

    private <V extends Record> void send(Topic<V> topic, String key, V value) {
        send(topic.record(key, value, partitions));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        var unused = producer.send(record, (sent, failure) -> {
            if (failure != null) {
                failures.add(failure);
            }
        });
        written++;
    }

    private static ObjectRef manifest(int cp, int module, int i) {
        return ref(cp, "kyma-" + i + "-m" + module);
    }

    private static ObjectRef ref(int cp, String name) {
        return new ObjectRef("kcp-" + cp, NAMESPACE, name);
    }

    private Version next() {
        return new Version(1, Long.toString(version++));
    }
}

package io.credstream.guarantee;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.sandbox.api.ClusterUser;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A broker with several partitions, API servers, the membership of the fleet, and the services that a test starts. */
public final class TestFleet implements AutoCloseable {

    public static final int PARTITIONS = 3;
    public static final String CONTROL_PLANE_NAMESPACE = Role.CONTROL_PLANE.defaultNamespace();
    public static final String RUNTIME_NAMESPACE = Role.RUNTIME.defaultNamespace();

    private final Path folder;
    private final Brokers brokers;
    private final EmbeddedFleet servers = EmbeddedFleet.start();
    private final KafkaClients kafka;
    private final TopicSetup setup;
    private final Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private final Producer<String, byte[]> operator;
    private final FingerprintKeys keys;
    private final Map<String, Cluster> members = new ConcurrentSkipListMap<>();
    private final Services services;

    /**
     * Starts a broker and a fleet without clusters, and creates the topics.
     *
     * @param folder where everything lies that is on disk
     */
    public TestFleet(Path folder) {
        this(folder, embeddedBroker(folder));
    }

    /** One broker in this JVM, that lets everybody do everything. */
    public static Brokers embeddedBroker(Path folder) {
        return EmbeddedBrokers.start(dataOf(folder));
    }

    /** On other brokers, which are closed with the world. */
    public TestFleet(Path folder, Brokers brokers) {
        this.folder = folder;
        this.brokers = brokers;
        kafka = brokers.clients();
        setup = new TopicSetup(PARTITIONS, brokers.replicas(), Duration.ofDays(1));
        keys = FingerprintKeys.generate(keyFile());
        try (Admin admin = kafka.admin()) {
            setup.ensure(admin, topics);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        operator = kafka.producer(Map.of());
        services = new Services(this);
    }

    /** Everything on disk: the broker's data, the state of processors, the output of other processes. */
    public Path folder() {
        return folder;
    }

    public Path brokerData() {
        return dataOf(folder);
    }

    private static Path dataOf(Path folder) {
        return folder.resolve("broker");
    }

    public Path keyFile() {
        return folder.resolve("fingerprint-keys.yaml");
    }

    public FingerprintKeys keys() {
        return keys;
    }

    /** For the test itself. */
    public KafkaClients kafka() {
        return kafka;
    }

    /** For a service. */
    public KafkaClients kafka(Service service) {
        return brokers.clients(service);
    }

    public Topics topics() {
        return topics;
    }

    public TopicSetup setup() {
        return setup;
    }

    public Services services() {
        return services;
    }

    /** What is in the topics now. */
    public TopicContents contents() {
        return new TopicContents(kafka, topics);
    }

    /** The members of the fleet by id. */
    public SortedMap<String, Cluster> members() {
        return new TreeMap<>(members);
    }

    public List<Cluster> controlPlanes() {
        return members.values().stream()
                .filter(member -> member.role() == Role.CONTROL_PLANE)
                .toList();
    }

    public EmbeddedCluster cluster(String id) {
        return servers.cluster(id);
    }

    /** Somebody with kubectl. */
    public ClusterUser user(String cluster) {
        return cluster(cluster).as("kubectl");
    }

    /** Applies objects as somebody with kubectl would. */
    public void apply(String cluster, String yaml) {
        user(cluster).apply(yaml);
    }

    /** Makes a control plane and a member of the fleet of it. */
    public Cluster controlPlane(String id) {
        return join(member(id, Role.CONTROL_PLANE, null, null));
    }

    /** Makes a control plane on which runtimes are discovered. */
    public Cluster discovering(String id) {
        Cluster member = member(id, Role.CONTROL_PLANE, null, null);
        return join(new Cluster(
                id,
                member.role(),
                null,
                null,
                member.access(),
                member.namespaces(),
                member.lifecycleManagerVersion(),
                Cluster.Discovery.DEFAULT,
                null,
                member.cause()));
    }

    /** Makes a runtime whose kubeconfig appears on a control plane that discovers; whoever watches that makes a member of it. */
    public Cluster discovered(String controlPlane, String kyma) {
        String id = controlPlane + "." + kyma;
        Cluster runtime = member(id, Role.RUNTIME, controlPlane, kyma);
        String kubeconfig = cluster(id).kubeconfig();
        members.put(id, runtime);
        apply(controlPlane, Yaml.kubeconfig(CONTROL_PLANE_NAMESPACE, kyma, kubeconfig));
        return runtime;
    }

    /** Makes a runtime and a member of the fleet of it. */
    public Cluster runtime(String id, String controlPlane, String kyma) {
        return join(member(id, Role.RUNTIME, controlPlane, kyma));
    }

    /** Lets a cluster be, or become, a member as described. */
    public Cluster join(Cluster member) {
        expect(member);
        send(topics.clusters().record(member.id(), member, PARTITIONS));
        return member;
    }

    /** Makes a control plane that a fleet file will make a member. */
    public Cluster expectControlPlane(String id) {
        return expect(member(id, Role.CONTROL_PLANE, null, null));
    }

    /** Makes a runtime that a fleet file will make a member. */
    public Cluster expectRuntime(String id, String controlPlane, String kyma) {
        return expect(member(id, Role.RUNTIME, controlPlane, kyma));
    }

    private Cluster expect(Cluster member) {
        try {
            cluster(member.id()).writeKubeconfig(kubeconfig(member.id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        members.put(member.id(), member);
        return member;
    }

    /** Takes a cluster out of the fleet; its API server goes on. */
    public void leave(String id) {
        members.remove(id);
        send(topics.clusters().tombstone(id, PARTITIONS));
    }

    /** Sends a record past the services. */
    public void send(ProducerRecord<String, byte[]> record) {
        try {
            operator.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends every record of a topic once more, as it is and in the same order. */
    public void repeat(Topic<?> topic) {
        contents().raw(topic).forEach(this::repeat);
    }

    /** Sends every record of a topic once more, but for the tombstones. */
    public void repeatValues(Topic<?> topic) {
        contents().raw(topic).stream().filter(record -> record.value() != null).forEach(this::repeat);
    }

    private void repeat(ConsumerRecord<String, byte[]> record) {
        send(new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value(), record.headers()));
    }

    private Cluster member(String id, Role role, @Nullable String controlPlane, @Nullable String kyma) {
        return new Cluster(
                id,
                role,
                controlPlane,
                kyma,
                new Cluster.Access.KubeconfigFile(kubeconfig(id).toString(), null),
                List.of(role.defaultNamespace()),
                role == Role.CONTROL_PLANE ? "1.3.10" : null,
                new Cause.Request("test", "join"));
    }

    /** Where the kubeconfig of a member lies. */
    public Path kubeconfig(String id) {
        return folder.resolve(id + ".kubeconfig.yaml");
    }

    @Override
    public void close() {
        services.close();
        operator.close();
        servers.close();
        brokers.close();
    }
}

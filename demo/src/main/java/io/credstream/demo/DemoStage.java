package io.credstream.demo;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.observe.Meters;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicReader;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.broker.BrokerLogin;
import io.credstream.sandbox.broker.BrokerOwner;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Everything that the demo plays on: a broker, the clusters, their membership in the fleet, and the services. */
public final class DemoStage implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private final Path folder;
    private final BrokerOwner owner;
    private final EmbeddedBroker broker;
    private final DemoFleet fleet;
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private DemoStage(TopicSetup setup) throws IOException, InterruptedException {
        folder = keep(TemporaryFolder.create("credstream-demo")).path();
        owner = BrokerOwner.random();
        broker = keep(EmbeddedBroker.startTemporary(owner));
        keep(BrokerLogin.leave(broker.bootstrapServers(), owner));
        EmbeddedFleet servers = keep(EmbeddedFleet.start());
        fleet = new DemoFleet(servers);
        KafkaClients kafka = kafka();
        Membership.join(kafka, setup, folder, servers.clusters().values());
        FingerprintKeys.generate(fingerprintKeys());
        keep(Pipeline.startWithDefaults(
                KafkaSetup.of(kafka, setup),
                fingerprintKeys(),
                folder.resolve("state"),
                Meters.unseen(),
                failures::add));
    }

    /** Starts everything. */
    public static DemoStage build(TopicSetup setup) throws IOException, InterruptedException {
        return new DemoStage(setup);
    }

    /** What ended a service for good, if anything did. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failures.peek());
    }

    public DemoFleet fleet() {
        return fleet;
    }

    /** Returns when every cluster is listed and watched. */
    public void awaitWatched() throws InterruptedException {
        for (String cluster : clusters()) {
            awaitStatus(cluster, status -> status.condition() == Condition.WATCHED);
        }
    }

    void awaitUnreachable(String cluster) throws InterruptedException {
        awaitStatus(cluster, status -> status.condition() == Condition.UNREACHABLE);
    }

    /** How to reach the broker. */
    public KafkaClients kafka() {
        return new KafkaClients(broker.bootstrapServers(), owner.login());
    }

    /** The file with the keys of ingest. */
    public Path fingerprintKeys() {
        return folder.resolve("fingerprint-keys.yaml");
    }

    /** What can be looked at, a line each. */
    List<String> addresses() {
        List<String> lines = new ArrayList<>();
        lines.add("Kafka            " + broker.bootstrapServers());
        for (String cluster : clusters()) {
            lines.add("cluster %-8s %s  (kubeconfig %s)"
                    .formatted(cluster, fleet.cluster(cluster).url(), Membership.kubeconfig(folder, cluster)));
        }
        lines.add(
                "Try in another terminal: ./credstream get manifests --bootstrap-servers " + broker.bootstrapServers());
        return lines;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("the demo could not be taken down", e);
            }
        }
    }

    private static List<String> clusters() {
        return Stream.concat(Stream.of(DemoFleet.CONTROL_PLANE), DemoFleet.KYMA_OF_RUNTIME.keySet().stream())
                .toList();
    }

    private void awaitStatus(String cluster, Predicate<ClusterStatus> reached) throws InterruptedException {
        try (TopicReader reader = new TopicReader(kafka())) {
            while (true) {
                LatestByKey<ClusterStatus> latest = new LatestByKey<>();
                reader.readToEnd(topics.clusterStatus(), latest);
                if (latest.get(cluster).filter(reached).isPresent()) {
                    return;
                }
                Thread.sleep(20);
            }
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }
}

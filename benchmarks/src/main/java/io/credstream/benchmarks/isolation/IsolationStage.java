package io.credstream.benchmarks.isolation;

import io.credstream.benchmarks.Quantiles;
import io.credstream.benchmarks.RotatingCluster;
import io.credstream.demo.Membership;
import io.credstream.demo.Pipeline;
import io.credstream.demo.TemporaryFolder;
import io.credstream.observe.Meters;
import io.credstream.projection.secret.FingerprintKeys;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.api.Faults;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.TopicSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A broker, the services and control planes, of which the first two can be brought into trouble. */
final class IsolationStage implements AutoCloseable {

    private static final TopicSetup SETUP = new TopicSetup(4, 1, TopicSetup.DEFAULTS.historyWindow());
    private static final int WATCHES = 3;
    private static final int PROBES = 200;

    /** Longer than anybody waits. */
    private static final Duration NEVER = Duration.ofDays(1);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<RotatingCluster> clusters = new ArrayList<>();
    private boolean inTrouble;

    private IsolationStage() {}

    /** Returns when every cluster is watched and every Manifest patched. */
    static IsolationStage build(int clusters) throws IOException, InterruptedException {
        IsolationStage stage = new IsolationStage();
        try {
            stage.start(clusters);
            return stage;
        } catch (IOException | InterruptedException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    private void start(int size) throws IOException, InterruptedException {
        Path folder = keep(TemporaryFolder.create("credstream-isolation-")).path();
        EmbeddedBroker broker = keep(EmbeddedBroker.startTemporary());
        EmbeddedFleet fleet = keep(EmbeddedFleet.start());
        for (int i = 0; i < size; i++) {
            clusters.add(new RotatingCluster(fleet.cluster("kcp-%03d".formatted(i))));
        }
        KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
        Membership.join(kafka, SETUP, folder, fleet.clusters().values());
        Path keys = folder.resolve("keys.yaml");
        FingerprintKeys.generate(keys);
        keep(Pipeline.startWithDefaults(
                KafkaSetup.of(kafka, SETUP), keys, folder.resolve("state"), Meters.unseen(), failures::add));
        for (RotatingCluster cluster : clusters) {
            awaitWell(cluster);
        }
    }

    /** Those that are never in trouble. */
    List<RotatingCluster> well() {
        return clusters.subList(2, clusters.size());
    }

    RotatingCluster slow() {
        return clusters.get(1);
    }

    private RotatingCluster dead() {
        return clusters.getFirst();
    }

    /**
     * One cluster takes what is sent to it and answers nothing from now on, a write that is under way included; another answers
     * so much later, and is watched anew.
     */
    void trouble(Duration delay) throws InterruptedException {
        if (inTrouble) {
            return;
        }
        inTrouble = true;
        EmbeddedCluster dead = dead().cluster();
        try (var write = dead.faults()
                .injectOnce(new Fault.Delay(NEVER), request -> request.verb().equals("patch"))) {
            dead().rotate();
            while (write.hits() == 0) {
                Thread.sleep(1);
            }
        }
        dead.faults().inject(new Fault.Delay(NEVER), request -> true, Faults.ALWAYS);
        dead.cutConnections();
        slow().cluster().faults().inject(new Fault.Delay(delay), request -> true, Faults.ALWAYS);
        slow().cluster().cutConnections();
    }

    /** Returns when all are well again. */
    void heal() throws InterruptedException {
        if (!inTrouble) {
            return;
        }
        inTrouble = false;
        for (RotatingCluster troubled : List.of(dead(), slow())) {
            troubled.cluster().faults().clear();
            troubled.cluster().cutConnections();
        }
        for (RotatingCluster troubled : List.of(dead(), slow())) {
            awaitWell(troubled);
        }
    }

    /** Twice, since what was under way before may be the first that arrives. */
    private static void awaitWell(RotatingCluster cluster) throws InterruptedException {
        while (cluster.cluster().openWatches() < WATCHES) {
            Thread.sleep(10);
        }
        cluster.propagate();
        cluster.propagate();
    }

    /** How long an answer takes when all is well: the median of bare requests for the Manifests of a cluster. */
    Duration answerTime() throws IOException, InterruptedException {
        EmbeddedCluster cluster = slow().cluster();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(cluster.url() + "/apis/operator.kyma-project.io/v1beta2/manifests"))
                .header("Authorization", "Bearer " + cluster.adminToken())
                .build();
        List<Long> nanos = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < PROBES; i++) {
                long begun = System.nanoTime();
                http.send(request, BodyHandlers.discarding());
                nanos.add(System.nanoTime() - begun);
            }
        }
        return Duration.ofNanos(Quantiles.at(nanos, 0.5));
    }

    /**
     * Nothing has ended for good.
     *
     * @throws IllegalStateException if a service has
     */
    void check() {
        Optional.ofNullable(failures.peek()).ifPresent(failure -> {
            throw new IllegalStateException("a service ended", failure);
        });
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("the benchmark could not be taken down", e);
            }
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }
}

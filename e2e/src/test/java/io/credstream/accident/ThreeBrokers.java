package io.credstream.accident;

import io.credstream.guarantee.Brokers;
import io.credstream.topics.KafkaClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** Three of Kafka's own servers, brokers and controllers, of which two have to have what is acknowledged. */
final class ThreeBrokers implements Brokers {

    private static final int NODES = 3;
    private static final String CLUSTER_ID = "4L6g3nShT-eMCtK--X86sw";
    private static final long UP_WITHIN_SECONDS = 60;

    private final Path folder;
    private final List<Integer> ports = new ArrayList<>();
    private final List<Integer> controllerPorts = new ArrayList<>();
    private final List<JavaProcess> nodes = new ArrayList<>();

    private ThreeBrokers(Path folder) {
        this.folder = folder;
        for (int node = 0; node < NODES; node++) {
            ports.add(JavaProcess.freePort());
            controllerPorts.add(JavaProcess.freePort());
        }
    }

    /** Starts them; their data and their output lie in the folder. */
    static ThreeBrokers start(Path folder) {
        ThreeBrokers brokers = new ThreeBrokers(folder);
        List<JavaProcess> formats = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            String settings = brokers.writeSettings(node).toString();
            formats.add(JavaProcess.start(
                    NodeMain.class,
                    folder.resolve("format-" + node + ".log"),
                    "kafka.tools.StorageTool",
                    "format",
                    "--cluster-id",
                    CLUSTER_ID,
                    "--config",
                    settings));
        }
        formats.forEach(format -> {
            if (format.awaitEnd() != 0) {
                throw new AssertionError("no folder for a broker: " + format);
            }
        });
        for (int node = 0; node < NODES; node++) {
            brokers.nodes.add(brokers.spawn(node));
        }
        brokers.awaitUp();
        return brokers;
    }

    @Override
    public KafkaClients clients() {
        return KafkaClients.of(ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
    }

    @Override
    public int replicas() {
        return NODES;
    }

    /** Ends two of them at once and without a word. */
    void killTwo() {
        nodes.subList(0, 2).forEach(JavaProcess::kill);
    }

    /** Starts those again. */
    void startTwo() {
        for (int node = 0; node < 2; node++) {
            nodes.set(node, spawn(node));
        }
        awaitUp();
    }

    @Override
    public void close() {
        nodes.forEach(JavaProcess::kill);
    }

    private JavaProcess spawn(int node) {
        return JavaProcess.start(
                NodeMain.class,
                folder.resolve("broker-%d-%d.log".formatted(node, System.nanoTime())),
                "kafka.Kafka",
                settings(node).toString());
    }

    private Path settings(int node) {
        return folder.resolve("broker-%d.properties".formatted(node));
    }

    /** With patience: nine JVMs on busy cores, three of them brokers, otherwise take each other for dead. */
    private Path writeSettings(int node) {
        String voters = IntStream.range(0, NODES)
                .mapToObj(voter -> voter + "@127.0.0.1:" + controllerPorts.get(voter))
                .collect(Collectors.joining(","));
        String text = """
                process.roles=broker,controller
                node.id=%1$d
                controller.quorum.voters=%2$s
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=BROKER
                listeners=BROKER://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%4$d
                advertised.listeners=BROKER://127.0.0.1:%3$d
                listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%5$s
                auto.create.topics.enable=false
                default.replication.factor=3
                min.insync.replicas=2
                offsets.topic.replication.factor=3
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=3
                transaction.state.log.min.isr=2
                transaction.state.log.num.partitions=4
                group.initial.rebalance.delay.ms=0
                broker.session.timeout.ms=30000
                controller.quorum.fetch.timeout.ms=10000
                controller.quorum.election.timeout.ms=5000
                replica.lag.time.max.ms=60000
                log.index.size.max.bytes=1048576
                """.formatted(
                        node, voters, ports.get(node), controllerPorts.get(node), folder.resolve("broker-" + node));
        try {
            Files.createDirectories(folder);
            return Files.writeString(settings(node), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitUp() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(UP_WITHIN_SECONDS);
        try (Admin admin = clients().admin()) {
            while (admin.describeCluster()
                            .nodes()
                            .get(UP_WITHIN_SECONDS, TimeUnit.SECONDS)
                            .size()
                    < NODES) {
                if (System.nanoTime() > until) {
                    throw new AssertionError("three brokers are not up: " + nodes);
                }
                Thread.sleep(200);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}

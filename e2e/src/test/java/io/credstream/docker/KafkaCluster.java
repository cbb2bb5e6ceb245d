package io.credstream.docker;

import io.credstream.guarantee.Brokers;
import io.credstream.topics.KafkaClients;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;

/** Brokers in containers, that let everybody do everything. */
final class KafkaCluster implements Brokers {

    private static final String LISTENER = "CLIENTS";

    private final Network network = Network.newNetwork();
    private final List<KafkaNode> nodes;

    private KafkaCluster(int size) {
        int inSync = size > 1 ? size - 1 : 1;
        Map<String, String> settings = new HashMap<>(Map.of(
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENTS:PLAINTEXT"));
        for (String topics : List.of("OFFSETS_TOPIC", "TRANSACTION_STATE_LOG", "SHARE_COORDINATOR_STATE_TOPIC")) {
            settings.put("KAFKA_" + topics + "_REPLICATION_FACTOR", "" + size);
            settings.put("KAFKA_" + topics + "_NUM_PARTITIONS", "4");
        }
        settings.put("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "" + inSync);
        settings.put("KAFKA_MIN_INSYNC_REPLICAS", "" + inSync);
        nodes = IntStream.rangeClosed(1, size)
                .mapToObj(number -> new KafkaNode(network, number, size, List.of(LISTENER), settings))
                .toList();
    }

    /** As many as that, each with every topic, of which all but one are needed to write. */
    static KafkaCluster start(int size) {
        KafkaCluster cluster = new KafkaCluster(size);
        try {
            Startables.deepStart(cluster.nodes).join();
            return cluster;
        } catch (RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** One of them dies without a word. */
    void kill(int number) {
        nodes.get(number - 1).kill();
    }

    @Override
    public KafkaClients clients() {
        return KafkaClients.of(
                nodes.stream().map(node -> node.address(LISTENER)).collect(Collectors.joining(",")));
    }

    @Override
    public int replicas() {
        return nodes.size();
    }

    @Override
    public void close() {
        nodes.forEach(KafkaNode::close);
        network.close();
    }
}

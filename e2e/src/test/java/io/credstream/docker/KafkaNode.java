package io.credstream.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker and controller of the public image, one of several.
 *
 * <p>Brokers have to name the address at which clients on this machine reach them, which is known only when the container
 * has started: its command waits for a script that is put there then.
 */
final class KafkaNode extends GenericContainer<KafkaNode> {

    /** Of the client's version. */
    private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:" + AppInfoParser.getVersion());

    private static final Duration STARTUP = Duration.ofMinutes(2);
    private static final String SCRIPT = "/tmp/start.sh";
    private static final int FIRST_PORT = 19092;

    private final int number;
    private final Map<String, Integer> ports;

    /**
     * @param number its own, from 1
     * @param nodes how many there are
     * @param listeners for clients, beside BROKER and CONTROLLER
     * @param settings of the broker, such as {@code KAFKA_MIN_INSYNC_REPLICAS}
     */
    KafkaNode(Network network, int number, int nodes, List<String> listeners, Map<String, String> settings) {
        super(IMAGE);
        this.number = number;
        this.ports = new TreeMap<>();
        listeners.forEach(listener -> ports.put(listener, FIRST_PORT + ports.size()));
        String quorum = IntStream.rangeClosed(1, nodes)
                .mapToObj(node -> node + "@" + name(node) + ":9093")
                .collect(Collectors.joining(","));
        withNetwork(network);
        withNetworkAliases(name(number));
        withExposedPorts(ports.values().toArray(Integer[]::new));
        withEnv("CLUSTER_ID", "4L6g3nShT-eMCtK--X86sw");
        withEnv("KAFKA_HEAP_OPTS", "-Xmx400m");
        withEnv("KAFKA_NODE_ID", "" + number);
        withEnv("KAFKA_PROCESS_ROLES", "broker,controller");
        withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", quorum);
        withEnv("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        withEnv("KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER");
        withEnv("KAFKA_LISTENERS", "BROKER://:9092,CONTROLLER://:9093," + listeners(port -> ":" + port));
        withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        withEnv(settings);
        withCommand("bash", "-c", "until [ -s %1$s ]; do sleep 0.1; done; exec bash %1$s".formatted(SCRIPT));
        waitingFor(Wait.forLogMessage(".*Kafka Server started.*", 1).withStartupTimeout(STARTUP));
    }

    private String listeners(IntFunction<String> address) {
        return ports.entrySet().stream()
                .map(listener -> listener.getKey() + "://" + address.apply(listener.getValue()))
                .collect(Collectors.joining(","));
    }

    /** The name that brokers have for each other. */
    static String name(int number) {
        return "kafka-" + number;
    }

    /** Where clients on this machine reach it. */
    String address(String listener) {
        return getHost() + ":" + getMappedPort(Objects.requireNonNull(ports.get(listener)));
    }

    /** At once and without a word, as when the machine is gone. */
    void kill() {
        getDockerClient().killContainerCmd(getContainerId()).exec();
    }

    @Override
    protected void containerIsStarting(InspectContainerResponse started) {
        String advertised =
                "BROKER://" + name(number) + ":9092," + listeners(port -> getHost() + ":" + getMappedPort(port));
        copyFileToContainer(
                Transferable.of(
                        "export KAFKA_ADVERTISED_LISTENERS=" + advertised + "\nexec /etc/kafka/docker/run\n", 0755),
                SCRIPT);
    }
}

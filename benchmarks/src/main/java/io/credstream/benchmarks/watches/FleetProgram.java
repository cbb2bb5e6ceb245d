package io.credstream.benchmarks.watches;

import io.credstream.demo.DemoObjects;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.sandbox.ClusterUser;
import io.credstream.sandbox.EmbeddedBroker;
import io.credstream.sandbox.EmbeddedCluster;
import io.credstream.sandbox.EmbeddedFleet;
import io.credstream.sandbox.FleetOptions;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/**
 * The other side, in a process of its own: a broker, and API servers with control planes that have joined the fleet. Prints the
 * broker's address when all is there, then answers each line of its input with the number of watches that are open, and ends
 * with its input.
 */
final class FleetProgram {

    static final String NAMESPACE = "kcp-system";

    private static final String SELECTOR = "test-operator";
    private static final String MODULE = "template-operator";
    private static final int HISTORY = 64;

    private FleetProgram() {}

    /** The id of a cluster, by its number. */
    static String id(int number) {
        return "kcp-%04d".formatted(number);
    }

    /** Where the kubeconfig of a cluster is. */
    static Path kubeconfig(Path folder, int number) {
        return folder.resolve(id(number) + ".kubeconfig");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        Path folder = Path.of(arguments[0]);
        int clusters = Integer.parseInt(arguments[1]);
        int secrets = Integer.parseInt(arguments[2]);
        String password = "fake-".repeat(Integer.parseInt(arguments[3]) / 5);
        try (EmbeddedFleet fleet = EmbeddedFleet.start(FleetOptions.defaults().withHistorySize(HISTORY));
                EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            for (int i = 0; i < clusters; i++) {
                EmbeddedCluster cluster = fleet.cluster(id(i));
                fill(cluster.as("benchmark"), secrets, password);
                cluster.writeKubeconfig(kubeconfig(folder, i));
            }
            join(KafkaClients.of(broker.bootstrapServers()), folder, clusters);
            System.out.println(broker.bootstrapServers());
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (orders.readLine() != null) {
                System.out.println(fleet.clusters().values().stream()
                        .mapToInt(EmbeddedCluster::openWatches)
                        .sum());
            }
        }
    }

    private static void fill(ClusterUser user, int secrets, String password) {
        for (int i = 0; i < secrets; i++) {
            user.apply(DemoObjects.secret(NAMESPACE, "registry-cred-" + i, SELECTOR, password + i));
        }
        user.apply(DemoObjects.template(NAMESPACE, MODULE, SELECTOR));
        user.apply(DemoObjects.manifest("kyma-a", MODULE, false));
    }

    private static void join(KafkaClients kafka, Path folder, int clusters)
            throws InterruptedException, ExecutionException {
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
        try (Admin admin = kafka.admin()) {
            TopicSetup.DEFAULTS.ensure(admin, topics);
        }
        try (Producer<String, byte[]> producer = kafka.producer(Map.of())) {
            int partitions = producer.partitionsFor(topics.clusters().name()).size();
            for (int i = 0; i < clusters; i++) {
                Cluster member = new Cluster(
                        id(i),
                        Cluster.Role.CONTROL_PLANE,
                        null,
                        null,
                        new Cluster.Access.KubeconfigFile(kubeconfig(folder, i).toString(), null),
                        List.of(NAMESPACE),
                        "1.3.10",
                        new Cause.Request("benchmark", "join"));
                producer.send(topics.clusters().record(member.id(), member, partitions))
                        .get();
            }
        }
    }
}

package io.credstream.benchmarks.watches;

import io.credstream.demo.DemoFleet;
import io.credstream.demo.DemoObjects;
import io.credstream.demo.Membership;
import io.credstream.sandbox.api.ClusterUser;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.api.FleetOptions;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The other side, in a process of its own: a broker, and API servers with control planes that have joined the fleet. Prints the
 * broker's address when all is there, then answers each line of its input with the number of watches that are open, and ends
 * with its input.
 */
final class FleetProgram {

    static final String NAMESPACE = DemoFleet.NAMESPACE;

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
        return Membership.kubeconfig(folder, id(number));
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        int clusters = Integer.parseInt(arguments[1]);
        int secrets = Integer.parseInt(arguments[2]);
        String password = "fake-".repeat(Integer.parseInt(arguments[3]) / 5);
        try (EmbeddedFleet fleet = EmbeddedFleet.start(FleetOptions.defaults().withHistorySize(HISTORY));
                EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            for (int i = 0; i < clusters; i++) {
                fill(fleet.cluster(id(i)).as("benchmark"), secrets, password);
            }
            Membership.join(
                    KafkaClients.of(broker.bootstrapServers()),
                    TopicSetup.DEFAULTS,
                    folder,
                    fleet.clusters().values());
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
}

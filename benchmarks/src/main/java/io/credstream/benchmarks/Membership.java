package io.credstream.benchmarks;

import io.credstream.demo.DemoFleet;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;

/** Makes control planes members of a fleet, as {@code fleet apply} would. */
public final class Membership {

    private Membership() {}

    /**
     * Makes topics where there are none, and the clusters members.
     *
     * @param folder where their kubeconfigs go
     */
    public static void join(
            KafkaClients kafka, TopicSetup setup, Path folder, Collection<EmbeddedCluster> controlPlanes)
            throws IOException, InterruptedException, ExecutionException {
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
        setup.ensure(kafka, topics);
        try (Producer<String, byte[]> producer = kafka.producer(Map.of())) {
            int partitions = producer.partitionsFor(topics.clusters().name()).size();
            for (EmbeddedCluster cluster : controlPlanes) {
                cluster.writeKubeconfig(kubeconfig(folder, cluster.id()));
                Cluster member = member(cluster.id(), folder);
                producer.send(topics.clusters().record(member.id(), member, partitions))
                        .get();
            }
        }
    }

    /** Where the kubeconfig of a cluster is. */
    public static Path kubeconfig(Path folder, String id) {
        return folder.resolve(id + ".kubeconfig");
    }

    private static Cluster member(String id, Path folder) {
        return new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new KubeconfigFile(kubeconfig(folder, id).toString(), null),
                List.of(DemoFleet.NAMESPACE),
                "1.3.10",
                new Cause.Request("benchmark", "join"));
    }
}

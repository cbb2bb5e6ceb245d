package io.credstream.demo;

import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Role;
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

/** Makes clusters members of a fleet, as {@code fleet apply} would. */
public final class Membership {

    private Membership() {}

    /**
     * Makes topics where there are none, and the clusters members.
     *
     * @param folder where their kubeconfigs go
     */
    public static void join(KafkaClients kafka, TopicSetup setup, Path folder, Collection<EmbeddedCluster> clusters)
            throws IOException, InterruptedException {
        Topics topics = Topics.withPrefix(Topics.DEFAULT_PREFIX);
        setup.ensure(kafka, topics);
        try (Producer<String, byte[]> producer = kafka.producer(Map.of())) {
            int partitions = producer.partitionsFor(topics.clusters().name()).size();
            for (EmbeddedCluster cluster : clusters) {
                cluster.writeKubeconfig(kubeconfig(folder, cluster.id()));
                Cluster member = member(cluster.id(), folder);
                producer.send(topics.clusters().record(member.id(), member, partitions))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the clusters could not join the fleet", e.getCause());
        }
    }

    /** Where the kubeconfig of a cluster is. */
    public static Path kubeconfig(Path folder, String id) {
        return folder.resolve(id + ".kubeconfig.yaml");
    }

    private static Cluster member(String id, Path folder) {
        String kyma = DemoFleet.KYMA_OF_RUNTIME.get(id);
        Role role = kyma == null ? Role.CONTROL_PLANE : Role.RUNTIME;
        return new Cluster(
                id,
                role,
                kyma == null ? null : DemoFleet.CONTROL_PLANE,
                kyma,
                new KubeconfigFile(kubeconfig(folder, id).toString(), null),
                List.of(role.defaultNamespace()),
                kyma == null ? "1.3.10" : null,
                new Cause.Request("demo", "demo"));
    }
}

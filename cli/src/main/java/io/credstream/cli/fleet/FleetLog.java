package io.credstream.cli.fleet;

import io.credstream.cli.fleet.FleetDiff.Change;
import io.credstream.cli.log.LogReader;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Deletion;
import io.credstream.model.Version;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** The topic {@code clusters}, as its operator reads and writes it. */
public final class FleetLog {

    private FleetLog() {}

    /** The fleet as it is, by id. */
    public static Map<String, Cluster> read(LogReader log) {
        Map<String, Cluster> present = new TreeMap<>();
        log.latest(log.topics().clusters()).records().forEach((id, record) -> present.put(id, record.value()));
        return present;
    }

    /**
     * Writes what differs, and returns when all of it is in the log. Not at once for all: what a failure leaves out, the next
     * application finds.
     */
    public static void write(KafkaClients kafka, Topics topics, FleetFile file, FleetDiff diff)
            throws InterruptedException {
        if (diff.isEmpty()) {
            return;
        }
        try (Producer<String, byte[]> producer = kafka.producer(Map.of())) {
            int partitions = producer.partitionsFor(topics.clusters().name()).size();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Change change : diff.changes()) {
                sent.add(producer.send(record(topics.clusters(), change, file, partitions)));
            }
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafkaException ? kafkaException : new KafkaException(e);
        }
    }

    private static ProducerRecord<String, byte[]> record(
            Topic<Cluster> topic, Change change, FleetFile file, int partitions) {
        return switch (change) {
            case Change.Created(Cluster cluster) -> topic.record(cluster.id(), cluster, partitions);
            case Change.Changed(Cluster before, Cluster after) -> topic.record(after.id(), after, partitions);
            case Change.Removed(Cluster cluster) -> {
                Cause cause = new Cause.Request(FleetFileReader.currentUser(), FleetFile.COMMAND + file.origin());
                yield topic.tombstone(
                        cluster.id(),
                        new Deletion(Deletion.Reason.CLUSTER_REMOVED, "", Version.NONE, cause),
                        partitions);
            }
        };
    }
}

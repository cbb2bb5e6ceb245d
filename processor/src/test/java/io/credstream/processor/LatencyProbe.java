package io.credstream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ObjectRef;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures, without judging, how long a record takes to its first consequence. */
final class LatencyProbe {

    private static final Logger LOG = LoggerFactory.getLogger(LatencyProbe.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WARM_UP = 200;
    private static final int ROUNDS = 200;

    private LatencyProbe() {}

    static void measure(KafkaClients clients, Topics topics, int partitions) {
        long[] oneHop = new long[ROUNDS];
        long[] twoHops = new long[ROUNDS];
        try (Producer<String, byte[]> producer = clients.producer(Map.of());
                Consumer<String, byte[]> consumer = clients.consumer(Map.of())) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(partition ->
                            new TopicPartition(topics.manifestUpdates().name(), partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToEnd(all);
            all.forEach(consumer::position);
            ObjectRef manifest = Sample.ref("probe");
            for (int i = -WARM_UP; i < ROUNDS; i++) {
                int version = i + WARM_UP + 100;
                String selector = "{\"matchLabels\":{\"somebody\":\"" + version + "\"}}";
                long sent = System.nanoTime();
                Future<?> first = producer.send(topics.manifests()
                        .record(
                                manifest.key(),
                                Sample.manifest(manifest, version, selector, ManifestAnnotations.NONE),
                                partitions));
                awaitNext(consumer, manifest.key());
                long decided = System.nanoTime();
                Future<?> second = producer.send(topics.credentials()
                        .record(
                                Sample.CREDENTIAL.key(),
                                Sample.credential(Sample.CREDENTIAL, version, "content-" + version),
                                partitions));
                awaitNext(consumer, manifest.key());
                long done = System.nanoTime();
                assertThat(first).succeedsWithin(PATIENCE);
                assertThat(second).succeedsWithin(PATIENCE);
                if (i >= 0) {
                    oneHop[i] = decided - sent;
                    twoHops[i] = done - decided;
                }
            }
        }
        report("manifest to update", oneHop);
        report("credential to update", twoHops);
    }

    private static void awaitNext(Consumer<String, byte[]> consumer, String key) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (var record : consumer.poll(Duration.ofSeconds(1))) {
                if (record.key().equals(key)) {
                    return;
                }
            }
        }
        throw new IllegalStateException("nothing followed");
    }

    private static void report(String what, long[] nanos) {
        Arrays.sort(nanos);
        LOG.atInfo()
                .addKeyValue("what", what)
                .addKeyValue("p50_us", nanos[nanos.length / 2] / 1000)
                .addKeyValue("p99_us", nanos[nanos.length * 99 / 100] / 1000)
                .log("Latency, with producer and consumer");
    }
}

package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cluster;
import io.credstream.model.Manifest;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long it takes from a write at an API server until a consumer has the committed record. Said, not judged. */
final class LatencyIT {

    private static final Logger LOG = LoggerFactory.getLogger(LatencyIT.class);
    private static final int WARM_UP = 200;
    private static final int MEASURED = 300;

    @Test
    void everyWriteBecomesACommittedRecord() {
        try (World world = new World()) {
            EmbeddedCluster kcp = world.cluster("kcp");
            Cluster member = world.controlPlane("kcp");
            world.startIngest();
            kcp.as("klm").apply(Yaml.manifest("kcp-system", "m", "0.0.0"));
            new TopicsEqualClusters(world, member).holdsSoon();
            long[] micros = new long[WARM_UP + MEASURED];
            try (Consumer<String, byte[]> consumer = world.kafka().consumer(Map.of())) {
                follow(consumer, world.topics().manifests());
                for (int i = 0; i < micros.length; i++) {
                    String version = "1.0." + i;
                    long begun = System.nanoTime();
                    kcp.as("klm").apply(Yaml.manifest("kcp-system", "m", version));
                    assertThat(next(consumer, world.topics().manifests()).componentVersion())
                            .isEqualTo(version);
                    micros[i] = Duration.ofNanos(System.nanoTime() - begun).toNanos() / 1000;
                }
            }
            long[] measured = Arrays.stream(micros).skip(WARM_UP).sorted().toArray();
            LOG.atInfo()
                    .addKeyValue("p50_us", measured[MEASURED / 2])
                    .addKeyValue("p99_us", measured[MEASURED * 99 / 100])
                    .addKeyValue("max_us", measured[MEASURED - 1])
                    .log("From a write at the API server to a committed record in a consumer");
        }
    }

    private static void follow(Consumer<String, byte[]> consumer, Topic<Manifest> topic) {
        List<TopicPartition> all = IntStream.range(0, World.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
    }

    private static Manifest next(Consumer<String, byte[]> consumer, Topic<Manifest> topic) {
        while (true) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                return topic.serde().decode(record.value());
            }
        }
    }
}

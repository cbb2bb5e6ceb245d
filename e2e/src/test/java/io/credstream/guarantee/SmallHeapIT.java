package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.benchmarks.SyntheticLog;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.Loop;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor with less memory than its fleet needs, in a process of its own: it ends or it works, and never looks well while it does nothing. */
class SmallHeapIT {

    private static final int PARTITIONS = 4;
    private static final SyntheticLog.Shape FLEET = new SyntheticLog.Shape(10, 10, 100);
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);

    @TempDir
    Path folder;

    @Test
    void aProcessorIsNeverReadyAndIdleForWantOfMemory() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            // Given
            KafkaClients kafka = KafkaClients.of(broker.bootstrapServers());
            new TopicSetup(PARTITIONS, 1, Duration.ofDays(90)).ensure(kafka, TOPICS);
            SyntheticLog.write(kafka, TOPICS, PARTITIONS, FLEET, 0);
            // When
            OtherProcess processor = OtherProcess.start(
                    Service.PROCESSOR,
                    "64m",
                    folder.resolve("processor.log"),
                    List.of(
                            "--bootstrap-servers",
                            broker.bootstrapServers(),
                            "--state-dir",
                            folder.resolve("state").toString()),
                    ended -> {});
            // Then
            try {
                assertThat(isDone(kafka, processor)).isTrue();
            } finally {
                if (processor.isAlive()) {
                    processor.kill();
                }
            }
        }
    }

    /** Whether it has ended, or decided about every Manifest; fails if it is ready for long without either. */
    private static boolean isDone(KafkaClients kafka, OtherProcess processor) throws InterruptedException {
        long begin = System.nanoTime();
        long ready = begin;
        while (System.nanoTime() - begin < LIMIT.toNanos()) {
            if (!processor.isAlive()) {
                assertThat(processor.output()).contains("OutOfMemoryError");
                return true;
            }
            long now = System.nanoTime();
            if (!processor.isReady()) {
                ready = now;
            } else if (decided(kafka) == FLEET.allManifests()) {
                return true;
            }
            assertThat(Duration.ofNanos(now - ready))
                    .as("ready, and not done: " + processor.output())
                    .isLessThan(Loop.LONGEST_STALL.plusSeconds(15));
            Thread.sleep(1_000);
        }
        return !processor.isReady();
    }

    private static int decided(KafkaClients kafka) {
        Set<String> keys = new HashSet<>();
        try (TopicReader reader = new TopicReader(kafka)) {
            reader.readToEnd(TOPICS.manifestUpdates(), record -> {
                if (record instanceof TopicRecord.Value<ManifestUpdate> value) {
                    keys.add(value.key());
                }
            });
        }
        return keys.size();
    }
}

package io.credstream.benchmarks;

import io.credstream.read.Cut;
import io.credstream.topics.KafkaClients;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** The floor of whatever reads a log: a consumer that looks at no record. */
final class BareConsumer {

    private BareConsumer() {}

    /** Reads everything before a line. */
    static void read(KafkaClients kafka, Cut log) {
        // As our reader has it: a fetch that waits for more at the end of a partition would make the floor too low.
        Map<String, Object> settings = Map.of(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        try (Consumer<String, byte[]> consumer = kafka.consumer(settings)) {
            consumer.assign(log.offsets().keySet());
            consumer.seekToBeginning(log.offsets().keySet());
            while (log.offsets().entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200));
            }
        }
    }
}

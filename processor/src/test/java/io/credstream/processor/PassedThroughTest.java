package io.credstream.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

/** What operators say about clients reaches those that Kafka Streams makes for itself. */
class PassedThroughTest {

    /** Who we are, whom we trust, and something that only a login module of theirs knows. */
    private static final Map<String, String> SECURITY = Map.of(
            "security.protocol", "SASL_SSL",
            "sasl.mechanism", "SCRAM-SHA-512",
            "sasl.jaas.config", "example.LoginModule required;",
            "ssl.truststore.location", "/etc/credstream/kafka/ca.crt",
            "ssl.endpoint.identification.algorithm", "https",
            "example.token.url", "https://login.example.com");

    @Test
    void everyClientGetsEverySetting() {
        StreamsConfig config = config(SECURITY);
        assertThat(clients(config)).allSatisfy(client -> assertThat(client).containsAllEntriesOf(SECURITY));
    }

    @Test
    void aPrefixNamesTheClientThatIsMeant() {
        StreamsConfig config = config(Map.of("restore.consumer.fetch.max.wait.ms", "77"));
        assertThat(clients(config).stream().filter(client -> "77".equals(client.get("fetch.max.wait.ms"))))
                .containsExactly(config.getRestoreConsumerConfigs("client"));
    }

    @Test
    void whatTheGuaranteesRestOnStaysAsItIs() {
        StreamsConfig config = config(Map.of("acks", "0", "producer.acks", "0", "isolation.level", "read_uncommitted"));
        assertThat(config.getProducerConfigs("client")).containsEntry("acks", "all");
        assertThat(config.getMainConsumerConfigs("group", "client", 0))
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void aProcessorIsGivenUpWhenItsSettingSaysSo() {
        ProcessorConfig config = ProcessorConfig.of(
                KafkaSetup.of(new KafkaClients("kafka:9093", Map.of("session.timeout.ms", "45000")))
                        .withSessionTimeout(Duration.ofSeconds(7)),
                Path.of("state"));
        assertThat(config(config).getMainConsumerConfigs("group", "client", 0))
                .containsAllEntriesOf(KafkaClients.membership(Duration.ofSeconds(7)));
    }

    private static List<Map<String, Object>> clients(StreamsConfig config) {
        return List.of(
                config.getMainConsumerConfigs("group", "client", 0),
                config.getRestoreConsumerConfigs("client"),
                config.getGlobalConsumerConfigs("client"),
                config.getProducerConfigs("client"),
                config.getAdminConfigs("client"));
    }

    private static StreamsConfig config(Map<String, String> passed) {
        KafkaClients kafka = new KafkaClients("kafka:9093", passed);
        return config(ProcessorConfig.of(KafkaSetup.of(kafka), Path.of("state")));
    }

    private static StreamsConfig config(ProcessorConfig config) {
        return new StreamsConfig(new HashMap<>(Processor.streamsProperties(config, Driver.METERS)));
    }
}

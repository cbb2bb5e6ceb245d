package io.credstream.topics;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How to reach Kafka, and clients with the settings that the guarantees need. Keys are text; values are bytes, which
 * {@link Topic} makes and reads.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param properties passed through to every client, such as {@code security.protocol} and {@code sasl.jaas.config}
 */
public record KafkaClients(String bootstrapServers, Map<String, String> properties) {

    /** How long a member of a group may be unheard of, unless a setting says otherwise. */
    public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(20);

    /**
     * How often a member is heard in a session. Survivors learn of a death from the answer to a heartbeat, so the interval adds to
     * the time that a takeover takes.
     */
    private static final int HEARTBEATS = 20;

    /** Kafka's own: members learn of those who come or leave in the same way, and that has nothing to do with the session. */
    private static final int LONGEST_SILENCE_MS = 3_000;

    public KafkaClients {
        properties = Map.copyOf(properties);
    }

    public static KafkaClients of(String bootstrapServers) {
        return new KafkaClients(bootstrapServers, Map.of());
    }

    /** What all clients have in common; for Kafka Streams, which makes its own clients. */
    public Map<String, Object> common() {
        Map<String, Object> common = new HashMap<>(properties);
        common.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return common;
    }

    public Admin admin() {
        return Admin.create(with(Map.of(AdminClientConfig.CLIENT_ID_CONFIG, "credstream-admin")));
    }

    /**
     * Settings of a consumer that shares topics out with the others of its group.
     *
     * @param sessionTimeout how long it may be unheard of before the others take its share over
     */
    public static Map<String, Object> membership(Duration sessionTimeout) {
        int session = Math.toIntExact(sessionTimeout.toMillis());
        return Map.of(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                session,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                Math.clamp(session / HEARTBEATS, 1, LONGEST_SILENCE_MS));
    }

    /** A consumer that reads committed records only, from the start where nothing is committed, and commits when told to. */
    public Consumer<String, byte[]> consumer(Map<String, ?> settings) {
        Map<String, Object> all = with(Map.of(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false));
        all.putAll(settings);
        return new KafkaConsumer<>(all, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** An idempotent producer whose sends are acknowledged by all replicas in sync. */
    public Producer<String, byte[]> producer(Map<String, ?> settings) {
        Map<String, Object> all = with(Map.of(
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0));
        all.putAll(settings);
        return new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
    }

    /** Passwords can be among the properties. */
    @Override
    public String toString() {
        return "KafkaClients[" + bootstrapServers + ", properties " + properties.keySet() + "]";
    }

    private Map<String, Object> with(Map<String, ?> settings) {
        Map<String, Object> all = common();
        all.putAll(settings);
        return all;
    }
}

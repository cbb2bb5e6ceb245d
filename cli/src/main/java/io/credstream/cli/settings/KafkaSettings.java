package io.credstream.cli.settings;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.sandbox.broker.BrokerLogin;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Which Kafka, and which topics in it. */
public record KafkaSettings(
        @Setting(
                value = "Kafka brokers, as host:port, comma-separated. 'up' listens where the default says.",
                fallback = DEFAULT_BOOTSTRAP_SERVERS)
        String bootstrapServers,

        @Setting(
                value = "A file of properties that are passed through to every Kafka client (client.properties).",
                optional = true)
        @Nullable
        Path kafkaConfig,

        @Setting(value = "What the names of all topics start with.", fallback = Topics.DEFAULT_PREFIX)
        String topicPrefix) {

    /** Where {@code up} listens unless told otherwise, so that nothing has to be said in the next terminal. */
    public static final int DEFAULT_PORT = 29092;

    public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:" + DEFAULT_PORT;

    /**
     * Clients for it.
     *
     * @param defaults properties that hold unless the file says otherwise
     */
    public KafkaClients clients(Map<String, String> defaults) {
        Map<String, String> properties = new HashMap<>(defaults);
        properties.putAll(kafkaConfig == null ? login(bootstrapServers) : read(kafkaConfig));
        return new KafkaClients(bootstrapServers, properties);
    }

    public Topics topics() {
        return Topics.withPrefix(topicPrefix);
    }

    /** What a broker that another command of this user runs wants to hear. */
    private static Map<String, String> login(String servers) {
        try {
            return BrokerLogin.find(servers);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, e.getMessage() + " (the login of the broker of 'up' or 'demo')", e);
        }
    }

    private static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    file
                            + ": cannot be read as properties; check the path, its permissions, and that it holds key=value",
                    e);
        }
        Map<String, String> all = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
        return all;
    }
}

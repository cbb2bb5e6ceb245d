package io.credstream.docker;

import io.credstream.access.Right;
import io.credstream.guarantee.Brokers;
import io.credstream.guarantee.Service;
import io.credstream.topics.KafkaClients;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.utility.MountableFile;

/**
 * A broker as operators have it: TLS everywhere, everybody identified, nothing allowed but what is granted. Clients use the files of
 * {@code deploy/kafka}, with only the places of other files changed.
 */
final class SecuredKafka implements Brokers {

    /** How clients identify themselves. */
    enum Identity {
        SCRAM,
        MTLS
    }

    private static final String PASSWORD = "not-a-password";
    private static final String KEY = "/tmp/broker.pem";
    private static final String KEY_OF_ANOTHER = "/tmp/elsewhere.pem";
    private static final String CA = "/tmp/ca.crt";
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry(
                    "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                    "BROKER:SSL,CONTROLLER:SSL,MTLS:SSL,SCRAM:SASL_SSL,ELSEWHERE:SSL"),
            Map.entry("KAFKA_SSL_CLIENT_AUTH", "required"),
            Map.entry("KAFKA_SSL_KEYSTORE_TYPE", "PEM"),
            Map.entry("KAFKA_SSL_KEYSTORE_LOCATION", KEY),
            Map.entry("KAFKA_LISTENER_NAME_ELSEWHERE_SSL_KEYSTORE_LOCATION", KEY_OF_ANOTHER),
            Map.entry("KAFKA_SSL_TRUSTSTORE_TYPE", "PEM"),
            Map.entry("KAFKA_SSL_TRUSTSTORE_LOCATION", CA),
            Map.entry("KAFKA_SASL_ENABLED_MECHANISMS", "SCRAM-SHA-512"),
            Map.entry(
                    "KAFKA_LISTENER_NAME_SCRAM_SCRAM___SHA___512_SASL_JAAS_CONFIG",
                    "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
            Map.entry("KAFKA_AUTHORIZER_CLASS_NAME", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
            Map.entry("KAFKA_SUPER_USERS", "User:CN=kafka;User:CN=admin"),
            Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
            Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
            Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"));

    private final Authority authority;
    private final Network network = Network.newNetwork();
    private final KafkaNode node;
    private final Map<String, Path> certificates = new ConcurrentHashMap<>();
    private volatile Identity identity = Identity.SCRAM;

    private SecuredKafka(Path folder) {
        this.authority = new Authority(folder);
        Path key = authority.issue("kafka", "san=" + host() + ",dns:" + KafkaNode.name(1));
        Path elsewhere = authority.issue("elsewhere", "san=dns:elsewhere.example.com");
        node = new KafkaNode(network, 1, 1, List.of("MTLS", "SCRAM", "ELSEWHERE"), SETTINGS)
                .withCopyFileToContainer(MountableFile.forHostPath(key, 0644), KEY)
                .withCopyFileToContainer(MountableFile.forHostPath(elsewhere, 0644), KEY_OF_ANOTHER)
                .withCopyFileToContainer(MountableFile.forHostPath(authority.certificate(), 0644), CA);
    }

    /** How certificates name the address at which this machine reaches containers, which is not the same everywhere. */
    private static String host() {
        String host = DockerClientFactory.instance().dockerHostIpAddress();
        return (host.matches("[0-9.]+") ? "ip:" : "dns:") + host;
    }

    /** With a user for everybody, and the rights of users and of certificates. */
    static SecuredKafka start(Path folder) {
        SecuredKafka kafka = new SecuredKafka(folder);
        try {
            kafka.node.start();
            kafka.introduceEverybody();
            return kafka;
        } catch (InterruptedException | ExecutionException failed) {
            kafka.close();
            throw new IllegalStateException(failed);
        } catch (RuntimeException failed) {
            kafka.close();
            throw failed;
        }
    }

    private void introduceEverybody() throws InterruptedException, ExecutionException {
        try (Admin admin = clients().admin()) {
            for (String who : Right.all().stream().map(Right::who).collect(Collectors.toSet())) {
                String user = Right.user(who);
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                                user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                        .all()
                        .get();
            }
            for (String principal : List.of("User:", "User:CN=")) {
                admin.createAcls(Right.all().stream()
                                .map(right -> right.binding(principal + Right.user(right.who())))
                                .toList())
                        .all()
                        .get();
            }
        }
    }

    /** How services identify themselves that are started from now on. */
    void identifyBy(Identity other) {
        identity = other;
    }

    /** For a listener whose certificate is of an authority that is trusted, and of another name. */
    KafkaClients clientsOfAnotherName() {
        return new KafkaClients(node.address("ELSEWHERE"), clients().properties());
    }

    @Override
    public KafkaClients clients() {
        return byCertificate("admin");
    }

    @Override
    public KafkaClients clients(Service service) {
        String user = Right.user(service.name().toLowerCase(Locale.ROOT));
        return switch (identity) {
            case SCRAM -> byPassword(user);
            case MTLS -> byCertificate(user);
        };
    }

    private KafkaClients byPassword(String user) {
        Map<String, String> properties = file("client-scram.properties");
        properties.compute(
                SaslConfigs.SASL_JAAS_CONFIG,
                (name, jaas) -> String.valueOf(jaas)
                        .replace("credstream-ingest", user)
                        .replace("\"...\"", '"' + PASSWORD + '"'));
        return new KafkaClients(node.address("SCRAM"), properties);
    }

    private KafkaClients byCertificate(String user) {
        Map<String, String> properties = file("client-mtls.properties");
        Path key = certificates.computeIfAbsent(user, authority::issue);
        properties.put(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, key.toString());
        return new KafkaClients(node.address("MTLS"), properties);
    }

    private Map<String, String> file(String name) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(Right.FOLDER.resolve(name))) {
            read.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> properties = new HashMap<>();
        read.stringPropertyNames().forEach(key -> properties.put(key, read.getProperty(key)));
        properties.put(
                SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
                authority.certificate().toString());
        return properties;
    }

    @Override
    public void close() {
        node.close();
        network.close();
    }
}

package io.credstream.sandbox.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * A broker's ways with strangers: it asks who they are (SASL/SCRAM, without TLS, for it listens on the loopback interface
 * only), and allows what ACLs say and nothing else.
 *
 * @param administrator may do everything, and so make users and ACLs; the broker calls itself so, too
 * @param password the administrator's
 * @param settings of the broker, beyond what this takes, such as another authorizer
 */
public record BrokerAccess(String administrator, String password, Map<String, String> settings) implements BrokerGuard {

    /** The mechanism by which users identify themselves. */
    public static final String MECHANISM = "SCRAM-SHA-256";

    public BrokerAccess {
        settings = Map.copyOf(settings);
    }

    /** What a client says of itself; for {@code client.properties}. */
    public static Map<String, String> login(String user, String password) {
        return Map.of(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                SecurityProtocol.SASL_PLAINTEXT.name,
                SaslConfigs.SASL_MECHANISM,
                MECHANISM,
                SaslConfigs.SASL_JAAS_CONFIG,
                jaas(user, password));
    }

    /** Passwords are none of a log's business. */
    @Override
    public String toString() {
        return "BrokerAccess[" + administrator + ", settings " + settings.keySet() + "]";
    }

    /** The administrator exists before anybody can ask for anything. */
    @Override
    public Optional<String> formatArgument() {
        return Optional.of(MECHANISM + "=[name=" + administrator + ",password=" + password + ",iterations=4096]");
    }

    @Override
    public Map<String, String> brokerSettings() {
        var all = new HashMap<>(Map.of(
                "listener.security.protocol.map",
                BoundSockets.BROKER_LISTENER + ":SASL_PLAINTEXT," + BoundSockets.CONTROLLER_LISTENER + ":PLAINTEXT",
                "sasl.enabled.mechanisms",
                MECHANISM,
                "sasl.mechanism.inter.broker.protocol",
                MECHANISM,
                "listener.name.broker.scram-sha-256.sasl.jaas.config",
                jaas(administrator, password),
                "authorizer.class.name",
                StandardAuthorizer.class.getName(),
                // The broker is nobody to its controller, in this JVM.
                "super.users",
                "User:" + administrator + ";User:ANONYMOUS"));
        all.putAll(settings);
        return all;
    }

    static String jaas(String user, String password) {
        return ScramLoginModule.class.getName() + " required username=\"" + user + "\" password=\"" + password + "\";";
    }
}

package io.credstream.sandbox.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The only user of a broker: whoever knows this password. It is asked of clients and of the controller's peers alike (SASL/SCRAM, by
 * which neither side learns the password of the other), so that other accounts of the machine get nothing from either port. Nothing
 * of it lies in the broker's data: a folder takes another owner at each start.
 */
public record BrokerOwner(String password) implements BrokerGuard {

    static final String USER = "credstream";
    private static final int PASSWORD_BYTES = 32;
    private static final Pattern SPELLING = Pattern.compile("[A-Za-z0-9_-]+");
    private static final String MECHANISM = BrokerAccess.MECHANISM;

    public BrokerOwner {
        if (!SPELLING.matcher(password).matches()) {
            throw new IllegalArgumentException("a password of letters, digits, '-' and '_' is needed");
        }
    }

    /** An owner whose password nobody can guess. */
    public static BrokerOwner random() {
        return random(new SecureRandom());
    }

    /** The owner whose password lies in a folder, where it is put if there is none: clients that are up get in after a restart, too. */
    public static BrokerOwner of(PrivateFolder folder) throws IOException {
        Path file = folder.path().resolve("broker-password");
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return new BrokerOwner(PrivateFolder.read(file).strip());
        }
        BrokerOwner owner = random();
        folder.write("broker-password", owner.password() + "\n");
        return owner;
    }

    static BrokerOwner random(RandomGenerator random) {
        byte[] password = new byte[PASSWORD_BYTES];
        random.nextBytes(password);
        return new BrokerOwner(Base64.getUrlEncoder().withoutPadding().encodeToString(password));
    }

    /** What the owner's clients say; for {@code client.properties}. */
    public Map<String, String> login() {
        return BrokerAccess.login(USER, password);
    }

    @Override
    public Map<String, String> brokerSettings() {
        String jaas = BrokerAccess.jaas(USER, password);
        String handler = OwnerCredentials.class.getName();
        return Map.of(
                "listener.security.protocol.map",
                BoundSockets.BROKER_LISTENER + ":SASL_PLAINTEXT," + BoundSockets.CONTROLLER_LISTENER
                        + ":SASL_PLAINTEXT",
                "sasl.enabled.mechanisms",
                MECHANISM,
                "sasl.mechanism.inter.broker.protocol",
                MECHANISM,
                "sasl.mechanism.controller.protocol",
                MECHANISM,
                "listener.name.broker.scram-sha-256.sasl.jaas.config",
                jaas,
                "listener.name.controller.scram-sha-256.sasl.jaas.config",
                jaas,
                "listener.name.broker.scram-sha-256.sasl.server.callback.handler.class",
                handler,
                "listener.name.controller.scram-sha-256.sasl.server.callback.handler.class",
                handler);
    }

    /** None: the credentials are not in the broker's metadata, which the controller could not read before it knows them. */
    @Override
    public Optional<String> formatArgument() {
        return Optional.empty();
    }

    /** Passwords are none of a log's business. */
    @Override
    public String toString() {
        return "BrokerOwner";
    }
}

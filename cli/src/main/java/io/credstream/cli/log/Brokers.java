package io.credstream.cli.log;

import io.credstream.cli.ExitCode;
import io.credstream.cli.Failure;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaTrouble;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/** Finds out at once whether there is a broker: Kafka's own clients would try again and again, in silence. */
public final class Brokers {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** A command ends within 10 s if nobody answers. */
    private static final Map<String, String> IMPATIENT = Map.of(
            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, "6000",
            CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "5000",
            ProducerConfig.MAX_BLOCK_MS_CONFIG, "6000",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "6000");

    private Brokers() {}

    /** Clients for a command, which would rather fail than wait. */
    public static KafkaClients impatient(KafkaSettings kafka) throws InterruptedException {
        if (!isListening(kafka)) {
            AbsentBroker absent = new AbsentBroker(kafka.bootstrapServers());
            throw new Failure(ExitCode.FAILURE, absent.getMessage(), absent);
        }
        return kafka.clients(IMPATIENT);
    }

    /**
     * Clients for a service, which waits for brokers that go away.
     *
     * @throws AbsentBroker if no broker listens; the service waits, and asks again
     */
    public static KafkaClients patient(KafkaSettings kafka) throws InterruptedException {
        if (!isListening(kafka)) {
            throw new AbsentBroker(kafka.bootstrapServers());
        }
        return kafka.clients(Map.of());
    }

    /** What to say when a broker took the connection and nothing came of it. */
    public static Failure silent(String servers, RuntimeException cause) {
        return new Failure(
                ExitCode.FAILURE,
                "The broker at " + servers + " takes connections but does not answer as Kafka does; "
                        + "check the address, and security.protocol in the file of --kafka-config",
                cause);
    }

    /** What to say of what somebody has to grant or mend at the brokers; nothing if that is not what is the matter. */
    public static Optional<String> refusal(Throwable e) {
        return switch (e) {
            case AbsentBroker absent -> Optional.of(absent.getMessage());
            case AuthenticationException refused ->
                Optional.of("Kafka does not accept who we are; check the credentials in the file of --kafka-config");
            case AuthorizationException refused ->
                Optional.of("Kafka does not allow this: " + refused.getMessage() + "; grant what deploy/kafka lists");
            case TimeoutException slow ->
                Optional.of("Kafka does not answer; check the brokers, and security.protocol in --kafka-config");
            case KafkaException wrapped when wrapped.getCause() != null -> refusal(wrapped.getCause());
            default -> KafkaTrouble.known(e);
        };
    }

    private static boolean isListening(KafkaSettings kafka) throws InterruptedException {
        List<Callable<Boolean>> attempts = Arrays.stream(
                        kafka.bootstrapServers().split(",", -1))
                .map(Brokers::address)
                .<Callable<Boolean>>map(address -> () -> connect(address))
                .toList();
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            return threads.invokeAny(attempts, CONNECT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            return false;
        }
    }

    private static InetSocketAddress address(String text) {
        String server = text.strip();
        int colon = server.lastIndexOf(':');
        try {
            String host =
                    server.substring(0, Math.max(0, colon)).replace("[", "").replace("]", "");
            int port = Integer.parseInt(server.substring(colon + 1));
            if (!host.isEmpty()) {
                return InetSocketAddress.createUnresolved(host, port);
            }
        } catch (IllegalArgumentException e) {
            throw noAddress(server, e);
        }
        throw noAddress(server, new IllegalArgumentException("no host"));
    }

    private static Failure noAddress(String server, IllegalArgumentException cause) {
        return new Failure(
                ExitCode.USAGE, "--bootstrap-servers: '" + server + "' is no address; write host:port", cause);
    }

    /** Looks the name up, too: that can take as long as the connection. */
    private static boolean connect(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.getHostString(), address.getPort()),
                    Math.toIntExact(CONNECT.toMillis()));
            return true;
        }
    }
}

package io.credstream.access;

import io.credstream.guarantee.Brokers;
import io.credstream.guarantee.Service;
import io.credstream.sandbox.broker.BrokerAccess;
import io.credstream.sandbox.broker.EmbeddedBroker;
import io.credstream.topics.KafkaClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** A broker with a user for everybody of whom {@code deploy/kafka/acls} speaks, and with the rights that it lists. */
final class GuardedBroker implements Brokers {

    private static final String ADMINISTRATOR = "admin";
    private static final String PASSWORD = "not-a-password";

    private final String name = UUID.randomUUID().toString();
    private final EmbeddedBroker broker = EmbeddedBroker.startGuarded(new BrokerAccess(
            ADMINISTRATOR,
            PASSWORD,
            Map.of(
                    "authorizer.class.name",
                    ListeningAuthorizer.class.getName(),
                    ListeningAuthorizer.BROKER_NAME,
                    name)));

    static GuardedBroker start() {
        GuardedBroker guarded = new GuardedBroker();
        Right.all().stream().map(Right::who).distinct().forEach(guarded::introduce);
        guarded.grant(Right.all());
        return guarded;
    }

    private void introduce(String who) {
        change(admin -> admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        Right.user(who), new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), PASSWORD)))
                .all()
                .get());
    }

    void grant(Collection<Right> rights) {
        change(admin -> admin.createAcls(rights.stream().map(Right::binding).toList())
                .all()
                .get());
    }

    void revoke(Right right) {
        change(admin ->
                admin.deleteAcls(List.of(right.binding().toFilter())).all().get());
    }

    /** What users asked for so far. */
    Set<Asked> asked() {
        return ListeningAuthorizer.heardAt(name).stream()
                .filter(asked ->
                        !asked.user().equals(ADMINISTRATOR) && !asked.user().equals("ANONYMOUS"))
                .collect(Collectors.toSet());
    }

    KafkaClients clients(String who) {
        return as(Right.user(who));
    }

    /** What somebody names to the command line. */
    List<String> options(String who, Path folder) {
        StringBuilder text = new StringBuilder();
        clients(who).properties().forEach((key, value) -> text.append(key + "=" + value + "\n"));
        try {
            Path file = Files.writeString(folder.resolve(who + ".properties"), text);
            return List.of("--bootstrap-servers", broker.bootstrapServers(), "--kafka-config", file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public KafkaClients clients() {
        return as(ADMINISTRATOR);
    }

    @Override
    public KafkaClients clients(Service service) {
        return clients(service.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        broker.close();
    }

    private KafkaClients as(String user) {
        return new KafkaClients(broker.bootstrapServers(), BrokerAccess.login(user, PASSWORD));
    }

    private void change(Change change) {
        try (Admin admin = clients().admin()) {
            change.by(admin);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Something that only the administrator may do. */
    @FunctionalInterface
    private interface Change {
        void by(Admin admin) throws InterruptedException, ExecutionException;
    }
}

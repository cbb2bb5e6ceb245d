package io.credstream.sandbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BrokerAccessIT {

    private final EmbeddedBroker broker =
            EmbeddedBroker.startGuarded(new BrokerAccess("admin", "not-a-password", Map.of()));

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void whoIsNotKnownIsRefusedAndWhoIsMayWhatIsGranted() throws Exception {
        // Given
        try (var admin = client("admin", "not-a-password");
                var stranger = client("stranger", "not-a-password-2")) {
            // Then
            assertThatThrownBy(() -> create(stranger, "a")).hasCauseInstanceOf(SaslAuthenticationException.class);
            // When
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "stranger",
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096),
                            "not-a-password-2")))
                    .all()
                    .get();
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, "a", PatternType.LITERAL),
                            new AccessControlEntry(
                                    "User:stranger", "*", AclOperation.CREATE, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
        // Then
        try (var known = client("stranger", "not-a-password-2")) {
            create(known, "a");
            assertThatThrownBy(() -> create(known, "b"))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(broker.firstFault()).isNull();
    }

    private static void create(Admin as, String topic) throws Exception {
        as.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }

    private Admin client(String user, String password) {
        var settings = new HashMap<String, Object>(BrokerAccess.login(user, password));
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return Admin.create(settings);
    }
}

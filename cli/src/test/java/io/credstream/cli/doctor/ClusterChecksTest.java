package io.credstream.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.cli.doctor.ClusterApi.Unanswered;
import io.credstream.cli.doctor.Finding.Fine;
import io.credstream.cli.doctor.Finding.Trouble;
import io.credstream.cli.doctor.Right.Account;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterChecksTest {

    private static final Instant NOW = Instant.parse("2026-01-31T08:00:00Z");

    private final Set<Right> denied = new HashSet<>();
    private Optional<Instant> time = Optional.of(NOW);
    private int code;

    @Test
    void whatIsAllowedAndOnTimeIsFine() {
        assertThat(findings(Account.BOTH))
                .containsExactly(
                        new Fine("Rights on kcp", "all 9 of them"), new Fine("Clock of kcp", "agrees with this one"));
    }

    @Test
    void whatIsNotAllowedIsNamed() {
        denied.add(new Right("watch", "", "secrets", "kcp-system", ""));
        denied.add(new Right("patch", "operator.kyma-project.io", "manifests", "kcp-system", ""));

        assertThat(findings(Account.BOTH).getFirst())
                .isEqualTo(new Trouble(
                        "Rights on kcp",
                        "may not watch secrets in kcp-system, patch manifests in kcp-system",
                        "grant what deploy/rbac lists to the user of its kubeconfig"));
        assertThat(findings(Account.INGEST).getFirst())
                .extracting(Finding::is)
                .isEqualTo("may not watch secrets in kcp-system");
    }

    @Test
    void whoCannotAskIsTold() {
        code = 403;

        assertThat(findings(Account.BOTH).getFirst())
                .isInstanceOf(Trouble.class)
                .extracting(Finding::is)
                .isEqualTo("cannot be asked (403)");
        code = 401;
        assertThat(findings(Account.SINK))
                .singleElement()
                .isEqualTo(new Trouble(
                        "Cluster kcp",
                        "unauthorized (401)",
                        "replace the expired or revoked credentials in the kubeconfig"));
    }

    @Test
    void aClockThatIsOffIsSaidWithItsDirection() {
        time = Optional.of(NOW.plusSeconds(90));
        assertThat(findings(Account.BOTH).get(1)).extracting(Finding::is).isEqualTo("90 s ahead of this one");
        time = Optional.of(NOW.minusSeconds(31));
        assertThat(findings(Account.BOTH).get(1)).extracting(Finding::is).isEqualTo("31 s behind this one");
        time = Optional.empty();
        assertThat(findings(Account.BOTH)).hasSize(1);
    }

    /** What is asked about is what the roles grant, no more and no less. */
    @Test
    void theRightsAreThoseOfTheRoles() throws IOException {
        Set<String> ingest = granted("ingest-control-plane.yaml");
        Set<String> sink = granted("sink.yaml");

        assertThat(asked(Account.INGEST, Role.CONTROL_PLANE)).isEqualTo(ingest);
        assertThat(asked(Account.SINK, Role.CONTROL_PLANE)).isEqualTo(sink);
        assertThat(asked(Account.INGEST, Role.RUNTIME)).isEqualTo(granted("ingest-runtime.yaml"));
        assertThat(asked(Account.SINK, Role.RUNTIME)).isEmpty();
        ingest.addAll(sink);
        assertThat(asked(Account.BOTH, Role.CONTROL_PLANE)).isEqualTo(ingest);
    }

    private static Set<String> asked(Account account, Role role) {
        Set<String> rights = new HashSet<>();
        Right.of(account, cluster(role))
                .forEach(right ->
                        rights.add(right.verb() + " " + right.group() + "/" + right.resource() + " " + right.name()));
        return rights;
    }

    private static Set<String> granted(String file) throws IOException {
        Set<String> rights = new HashSet<>();
        YAMLMapper yaml = new YAMLMapper();
        List<JsonNode> documents = new ArrayList<>();
        try (MappingIterator<JsonNode> all = yaml.readerFor(JsonNode.class)
                .readValues(Path.of("..", "deploy", "rbac", file).toFile())) {
            all.forEachRemaining(documents::add);
        }
        documents.forEach(document -> document.path("rules")
                .forEach(rule -> rule.path("resources")
                        .forEach(resource -> rule.path("verbs")
                                .forEach(verb -> rights.add(verb.asText() + " "
                                        + rule.at("/apiGroups/0").asText() + "/" + resource.asText() + " "
                                        + rule.at("/resourceNames/0").asText(""))))));
        return rights;
    }

    private List<Finding> findings(Account account) {
        ClusterApi api = new ClusterApi() {
            @Override
            public boolean allows(Right right) {
                if (code > 0) {
                    throw new Unanswered(code, new IllegalStateException("no"));
                }
                return !denied.contains(right);
            }

            @Override
            public Optional<Instant> time() {
                return time;
            }
        };
        return new ClusterChecks(account, Clock.fixed(NOW, ZoneOffset.UTC)).of(cluster(Role.CONTROL_PLANE), api);
    }

    private static Cluster cluster(Role role) {
        return new Cluster(
                "kcp",
                role,
                role == Role.RUNTIME ? "other" : null,
                role == Role.RUNTIME ? "kyma" : null,
                new Cluster.Access.KubeconfigFile("/kubeconfigs/kcp", null),
                List.of(role.defaultNamespace()),
                "1.3.10",
                new Cause.Request("somebody", "fleet apply test"));
    }
}

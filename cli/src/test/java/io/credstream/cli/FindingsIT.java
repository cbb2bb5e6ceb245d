package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.credstream.demo.DemoFleet;
import io.credstream.demo.DemoFleet.ManifestView;
import io.credstream.demo.DemoObjects;
import io.credstream.demo.DemoStage;
import io.credstream.topics.TopicSetup;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is not as it should be in a fleet is explained and reported. */
class FindingsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KCP = DemoFleet.CONTROL_PLANE;
    private static final String NAMESPACE = DemoFleet.NAMESPACE;
    private static final String FIRST_PASSWORD = "fake-canary-one";
    private static final String SECOND_PASSWORD = "fake-canary-two";
    private static final String UNUSED_PASSWORD = "fake-canary-three";

    @SuppressWarnings("NullAway.Init")
    private static DemoStage stage;

    @SuppressWarnings("NullAway.Init")
    private static Instant expiry;

    @BeforeAll
    static void play() throws Exception {
        expiry = Instant.now().plus(Duration.ofDays(5)).truncatedTo(ChronoUnit.SECONDS);
        stage = DemoStage.build(new TopicSetup(2, 1, Duration.ofDays(90)));
        stage.awaitWatched();
        DemoFleet fleet = stage.fleet();
        fleet.apply(KCP, DemoObjects.manifest("kyma-a", "template-operator", false));
        fleet.apply(KCP, DemoObjects.manifest("kyma-b", "template-operator", false));
        fleet.apply(KCP, DemoObjects.manifest("kyma-a", "telemetry", false));
        fleet.apply(KCP, DemoObjects.secret(NAMESPACE, "telemetry", "telemetry", UNUSED_PASSWORD));
        fleet.apply(KCP, expiring(DemoObjects.secret(NAMESPACE, "copy", "nobody", SECOND_PASSWORD)));
        fleet.apply(KCP, DemoObjects.template(NAMESPACE, "telemetry", "telemetry-team"));
        fleet.apply(KCP, DemoObjects.secret(NAMESPACE, "registry-cred", "test-operator", FIRST_PASSWORD));
        fleet.apply(KCP, DemoObjects.template(NAMESPACE, "template-operator", "test-operator"));
        awaitManifest("kyma-a-template-operator", view -> "Bound".equals(view.state()));
        awaitManifest("kyma-b-template-operator", view -> "Bound".equals(view.state()));
        awaitManifest("kyma-a-telemetry", view -> "NoMatch".equals(view.state()));
        String before = Objects.requireNonNull(view("kyma-a-template-operator").revision());
        fleet.apply(KCP, expiring(DemoObjects.secret(NAMESPACE, "registry-cred", "test-operator", SECOND_PASSWORD)));
        awaitManifest("kyma-a-template-operator", view -> !before.equals(view.revision()));
        awaitManifest("kyma-b-template-operator", view -> !before.equals(view.revision()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("get", "pending").out()).isEmpty());
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    @Test
    void anExplanationNamesTemplateSelectorCredentialAndRule() {
        Run run = ask("explain", "manifest", "kyma-a-template-operator");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("kcp/kcp-system/kyma-a-template-operator is Bound.")
                .contains("(R10)")
                .contains("template           kcp/kcp-system/template-operator-regular, channel regular")
                .contains("operator.kyma-project.io/oci-registry-cred=test-operator")
                .contains("kcp-system/registry-cred, which covers it with registry.example.com")
                .contains("as it should be")
                .contains("yes, lifecycle-manager reads these selectors (R18)");
    }

    @Test
    void anExplanationNamesWhatNearlyMatches() throws IOException {
        JsonNode explanation = json("explain", "manifest", "kyma-a-telemetry");

        assertThat(explanation.at("/state").asText()).isEqualTo("NoMatch");
        assertThat(explanation.at("/layers")).hasSize(2);
        assertThat(explanation.at("/layers/0/nearMisses").findValues("credential").stream()
                        .map(FindingsIT::path))
                .contains("kcp/kcp-system/telemetry");
        assertThat(ask("explain", "manifest", "kyma-a-telemetry", "-o", "wide").out())
                .contains("kcp-system/telemetry has operator.kyma-project.io/oci-registry-cred=telemetry where"
                        + " telemetry-team is wanted; it would cover the registry with registry.example.com");
        assertThat(ask("explain", "manifest", "nobody").exitCode()).isEqualTo(2);
    }

    @Test
    void anExplanationCanBeOfThePast() throws IOException {
        String created =
                json("history", "manifest", "kyma-a-template-operator").at("/changes").findValuesAsText("at").stream()
                        .filter(record -> record.startsWith("credstream.manifests-"))
                        .min(Comparator.comparing(record -> Long.valueOf(record.substring(record.indexOf('@') + 1))))
                        .orElseThrow();

        Run before = ask("explain", "manifest", "kyma-a-template-operator", "--at", created);

        assertThat(before.out()).contains("no selector").doesNotContain("written by Credstream");
        assertThat(before.err()).contains("As of ");
    }

    @Test
    void hygieneListsWhatIsNotAsItShouldBe() throws IOException {
        Run run = ask("report", "hygiene", "-o", "json");

        assertThat(run.exitCode()).isEqualTo(3);
        JsonNode findings = new JsonMapper().readTree(run.out()).at("/items");
        List<String> found = new ArrayList<>();
        findings.forEach(finding -> found.add(finding.at("/finding").asText() + " " + path(finding.at("/subject"))));
        assertThat(found)
                .containsExactly(
                        "NoMatch kcp/kcp-system/telemetry-regular",
                        "NoMatch kcp/kcp-system/telemetry-regular",
                        "UnusedCredential kcp/kcp-system/copy",
                        "UnusedCredential kcp/kcp-system/telemetry",
                        "SharedSecret kcp/kcp-system/copy");
        assertThat(ask("report", "hygiene", "-o", "wide").out())
                .contains("operator.kyma-project.io/oci-registry-cred=telemetry-team")
                .contains("one secret in many places");
        assertThat(run.out()).doesNotContain(FIRST_PASSWORD, SECOND_PASSWORD, UNUSED_PASSWORD);
    }

    @Test
    void expirySaysWhatBreaksWhen() throws IOException {
        Run run = ask("report", "expiry", "--within", "14d", "-o", "json");

        assertThat(run.exitCode()).isEqualTo(3);
        JsonNode expiries = new JsonMapper().readTree(run.out()).at("/items");
        assertThat(expiries.findValues("credential").stream().map(FindingsIT::path))
                .containsExactly("kcp/kcp-system/copy", "kcp/kcp-system/registry-cred");
        assertThat(expiries.findValuesAsText("expiresAt")).containsOnly(expiry.toString());
        assertThat(expiries.at("/1/breaks").findValues("manifest").stream().map(FindingsIT::path))
                .contains("kcp/kcp-system/kyma-a-template-operator", "kcp/kcp-system/kyma-b-template-operator");
        assertThat(ask("report", "expiry").out()).contains("in 4d").contains("install,config");
        assertThat(ask("report", "expiry", "--within", "1d").exitCode()).isZero();
        assertThat(ask("report", "expiry", "--within", "soon").exitCode()).isEqualTo(2);
    }

    private static String expiring(String secret) {
        return secret.replace(
                "  labels:\n", "  annotations: {credstream.io/expires-at: \"" + expiry + "\"}\n  labels:\n");
    }

    private static void awaitManifest(String name, Predicate<ManifestView> reached) {
        await().atMost(PATIENCE).until(() -> reached.test(view(name)));
    }

    private static ManifestView view(String name) {
        return Objects.requireNonNull(stage.fleet().manifests().get(name), name);
    }

    private static String path(JsonNode object) {
        return Stream.of("cluster", "namespace", "name")
                .map(part -> object.path(part).asText())
                .collect(Collectors.joining("/"));
    }

    private static JsonNode json(String... question) throws IOException {
        Run run =
                ask(Stream.concat(Stream.of(question), Stream.of("-o", "json")).toArray(String[]::new));
        assertThat(run.err()).isEmpty();
        return new JsonMapper().readTree(run.out());
    }

    private static Run ask(String... question) {
        return Run.of(Stream.concat(
                        Stream.of(question),
                        Stream.of("--bootstrap-servers", stage.kafka().bootstrapServers()))
                .toArray(String[]::new));
    }
}

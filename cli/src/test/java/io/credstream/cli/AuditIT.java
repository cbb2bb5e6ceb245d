package io.credstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.credstream.demo.DemoFleet;
import io.credstream.demo.DemoFleet.ManifestView;
import io.credstream.demo.DemoObjects;
import io.credstream.demo.DemoStage;
import io.credstream.topics.TopicSetup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services work on a fleet once; then everything that can be asked of their log is asked. */
class AuditIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KCP = DemoFleet.CONTROL_PLANE;
    private static final String NAMESPACE = DemoFleet.NAMESPACE;
    private static final String FIRST_PASSWORD = "fake-canary-one";
    private static final String SECOND_PASSWORD = "fake-canary-two";

    @SuppressWarnings("NullAway.Init")
    private static DemoStage stage;

    @BeforeAll
    static void play() throws Exception {
        stage = DemoStage.build(new TopicSetup(2, 1, Duration.ofDays(90)));
        stage.awaitWatched();
        DemoFleet fleet = stage.fleet();
        fleet.apply(KCP, DemoObjects.manifest("kyma-a", "template-operator", false));
        fleet.apply(KCP, DemoObjects.manifest("kyma-b", "template-operator", false));
        fleet.apply(KCP, DemoObjects.secret(NAMESPACE, "registry-cred", "test-operator", FIRST_PASSWORD));
        fleet.apply(KCP, DemoObjects.template(NAMESPACE, "template-operator", "test-operator"));
        awaitManifest("kyma-a-template-operator", view -> "Bound".equals(view.state()));
        awaitManifest("kyma-b-template-operator", view -> "Bound".equals(view.state()));
        String before = Objects.requireNonNull(view("kyma-a-template-operator").revision());
        fleet.apply(KCP, DemoObjects.secret(NAMESPACE, "registry-cred", "test-operator", SECOND_PASSWORD));
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
    void theHistoryOfAManifestIsOneChainPerChange() throws IOException {
        JsonNode timeline = json("history", "manifest", "kyma-a-template-operator");

        assertThat(timeline.at("/manifest/name").asText()).isEqualTo("kyma-a-template-operator");
        assertThat(timeline.at("/basis/positions/credstream.manifests").size()).isPositive();
        JsonNode rotation = timeline.at("/changes").get(timeline.at("/changes").size() - 1);
        assertThat(rotation.at("/result").asText()).isEqualTo("Arrived");
        assertThat(rotation.at("/origin/entry/key").asText()).isEqualTo("kcp/kcp-system/registry-cred");
        assertThat(rotation.at("/origin/entry/cause").asText()).startsWith("kcp/secrets@");
        assertThat(rotation.at("/origin/entry/changes/0/field").asText()).isEqualTo("content for registry.example.com");
        assertThat(rotation.at("/decision/state").asText()).isEqualTo("Bound");
        assertThat(rotation.at("/totalMillis").asLong(-1)).isNotNegative();
        assertThat(rotation.at("/steps").findValuesAsText("stage"))
                .contains("Observed", "Decided", "Reported", "ObservedAgain");
        Run table = ask("history", "manifest", "kyma-a-template-operator", "-o", "wide");
        assertThat(table.out()).contains("credential kcp/kcp-system/registry-cred (kcp/secrets@", "Applied at version");
        assertThat(table.err()).contains("As of ").contains("credstream.apply-reports");
    }

    @Test
    void theHistoryOfACredentialSaysWhatEachChangeReached() throws IOException {
        JsonNode timeline = json("history", "credential", "registry-cred");

        assertThat(timeline.at("/records").findValuesAsText("what")).containsExactly("First", "Changed");
        JsonNode rotation = timeline.at("/records/1/reached");
        assertThat(rotation.at("/arrived").asInt()).isEqualTo(2);
        assertThat(rotation.at("/decided").asInt()).isEqualTo(2);
        assertThat(rotation.at("/maxMillis").asLong(-1)).isNotNegative();
        assertThat(ask("history", "credential", "registry-cred").out()).contains("2/2");
        assertThat(ask("history", "template", "template-operator-regular").out())
                .contains("first");
        assertThat(ask("history", "cluster", KCP).out()).contains("condition: Connecting → Watched");
    }

    @Test
    void aPeriodLeavesOutWhatWasBeforeAndAfter() throws IOException {
        JsonNode all = json("history", "credential", "registry-cred");
        String rotated = all.at("/records/1/at").asText();
        String created = all.at("/records/0/time").asText();

        assertThat(json("history", "credential", "registry-cred", "--since", rotated)
                        .at("/records"))
                .hasSize(1);
        assertThat(json("history", "credential", "registry-cred", "--until", created)
                        .at("/records"))
                .hasSize(1);
    }

    @Test
    void anUnknownNameGetsTheNearest() {
        Run run = ask("history", "manifest", "kyma-a-template-opertor");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("kyma-a-template-operator");
    }

    @Test
    void yamlSaysWhatJsonSaysAndNothingSaysASecret() throws IOException {
        String json = ask("history", "manifest", "kyma-a-template-operator", "-o", "json")
                .out();
        String yaml = ask("history", "manifest", "kyma-a-template-operator", "-o", "yaml")
                .out();

        assertThat(new YAMLMapper().readTree(yaml).at("/changes"))
                .isEqualTo(new JsonMapper().readTree(json).at("/changes"));
        assertThat(json
                        + ask("history", "credential", "registry-cred", "-o", "json")
                                .out())
                .doesNotContain(FIRST_PASSWORD, SECOND_PASSWORD);
    }

    @Test
    void aPlanSaysWhatADeletionWouldBreak() throws IOException {
        Run plan = ask("plan", "--delete", "credential", "registry-cred");

        assertThat(plan.exitCode()).isEqualTo(4);
        assertThat(plan.out())
                .contains("kcp-system/kyma-a-template-operator", "kcp-system/kyma-b-template-operator", "NoMatch")
                .contains("2 Manifests end up otherwise; 2 would be patched (kcp: 2); 2 become worse off.");
        Run json = ask("plan", "--delete", "template", "template-operator-regular", "-o", "json");
        JsonNode document = new JsonMapper().readTree(json.out());
        assertThat(document.at("/effects")).hasSize(2);
        assertThat(document.at("/effects/0/stateAfter").asText()).isEqualTo("NoTemplate");
        assertThat(document.at("/basis/positions/credstream.templates").size()).isPositive();
    }

    @Test
    void aPlanTellsARotationFromWhatIsThereAlready(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("secret.yaml");
        String keys = stage.fingerprintKeys().toString();
        Files.writeString(file, DemoObjects.secret(NAMESPACE, "registry-cred", "test-operator", SECOND_PASSWORD));
        Run same = ask("plan", "-f", file.toString(), "--cluster", KCP, "--fingerprint-keys", keys);
        Files.writeString(file, DemoObjects.secret(NAMESPACE, "registry-cred", "test-operator", "fake-canary-three"));
        Run rotated = ask("plan", "-f", file.toString(), "--all", "--fingerprint-keys", keys);

        assertThat(same.out()).isEqualTo("Nothing would change.\n");
        assertThat(same.exitCode()).isZero();
        assertThat(rotated.exitCode()).isEqualTo(3);
        assertThat(rotated.out()).contains("2 would be patched").doesNotContain("fake-canary");
        assertThat(ask("plan", "-f", file.toString()).exitCode()).isEqualTo(2);
        assertThat(ask("plan", "--delete", "credential", "registry-crd").err()).contains("did you mean");
    }

    @Test
    void aPlanSelectsSecretsAsIngestDoes(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("secret.yaml");
        Files.writeString(
                file,
                DemoObjects.secret(NAMESPACE, "registry-cred", "test-operator", "fake-canary-three")
                        .replace("operator.kyma-project.io/managed-by: lifecycle-manager", "team: registry"));

        assertThat(ask("plan", "-f", file.toString(), "--cluster", KCP).exitCode())
                .as("it leaves what ingest watches")
                .isEqualTo(4);
        Run selected = ask("plan", "-f", file.toString(), "--cluster", KCP, "--secret-selector", "team=registry");
        assertThat(selected.exitCode()).isEqualTo(3);
        assertThat(selected.out()).contains("2 would be patched");
    }

    @Test
    void aRotationIsFollowedToItsEnd() throws IOException {
        JsonNode status = new JsonMapper()
                .readTree(
                        ask("rotation", "status", "registry-cred", "-o", "json").out());

        assertThat(status.at("/rotated").asBoolean()).isTrue();
        assertThat(status.at("/selecting").asInt()).isEqualTo(2);
        assertThat(status.at("/announced").asInt()).isEqualTo(2);
        assertThat(status.at("/maxMillis").asLong(-1)).isNotNegative();
        Run arrived = ask("rotation", "wait", "registry-cred");
        assertThat(arrived.exitCode()).isZero();
        assertThat(arrived.out()).contains("2 Manifests select it: 2 announced");
        Run neverReady = ask("rotation", "wait", "registry-cred", "--for", "ready", "--timeout", "1s");
        assertThat(neverReady.exitCode()).isEqualTo(3);
    }

    @Test
    void anOldSecretMayGoWhenItIsIdle() {
        Run inUse = ask("rotation", "safe-to-revoke", "registry-cred", "--idle", "1h");

        assertThat(inUse.exitCode()).isEqualTo(3);
        assertThat(inUse.out()).contains("kcp/kcp-system/kyma-a-template-operator");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ask("rotation", "safe-to-revoke", "registry-cred", "--idle", "1s")
                                .exitCode())
                        .isZero());
    }

    @Test
    void nobodyKnowsWhatWasUsedBefore1970() {
        assertThat(ask("rotation", "safe-to-revoke", "registry-cred", "--idle", "36000d")
                        .exitCode())
                .isEqualTo(5);
    }

    @Test
    void aLeakedSecretIsFoundByItsFingerprintAlone() {
        Run old = leak(FIRST_PASSWORD);
        Run present = leak(SECOND_PASSWORD);
        Run foreign = leak("fake-canary-of-nobody");

        assertThat(old.exitCode()).isEqualTo(3);
        assertThat(old.out()).contains("kcp/kcp-system/registry-cred").doesNotContain(" now ");
        assertThat(present.out()).contains("now", "2 Manifests");
        assertThat(foreign.exitCode()).isZero();
        assertThat(old.out() + old.err() + present.out() + foreign.out()).doesNotContain("fake-canary");
    }

    private static Run leak(String secret) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(secret.getBytes(StandardCharsets.UTF_8)));
        try {
            return ask("leak", "--fingerprint-keys", stage.fingerprintKeys().toString());
        } finally {
            System.setIn(before);
        }
    }

    private static void awaitManifest(String name, Predicate<ManifestView> reached) {
        await().atMost(PATIENCE).until(() -> reached.test(view(name)));
    }

    private static ManifestView view(String name) {
        return Objects.requireNonNull(stage.fleet().manifests().get(name), name);
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

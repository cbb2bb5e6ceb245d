package io.credstream.sink.cluster;

import static io.credstream.sink.cluster.ControlPlane.NAMESPACE;
import static io.credstream.sink.patch.Updates.DESIRED;
import static io.credstream.sink.patch.Updates.SELECTOR;
import static io.credstream.sink.patch.Updates.annotations;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.credstream.kube.KubeClients;
import io.credstream.kube.Link;
import io.credstream.model.Cluster.Access;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Layer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ManifestUpdate.LayerEdit;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.objects.ResourceKind;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.sink.patch.Updates;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.github.bucket4j.TimeMeter;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ClusterConnectionIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    private final EmbeddedFleet fleet = EmbeddedFleet.start();
    private final KubeClients clients = new KubeClients(TIMEOUT, TIMEOUT);
    private final ExecutorService io = Executors.newVirtualThreadPerTaskExecutor();
    private final EventAnnouncer events =
            new EventAnnouncer(EventBudget.DEFAULTS, TimeMeter.SYSTEM_NANOTIME, Clock.systemUTC());
    private final ClusterConnection connection = new ClusterConnection("kcp", clients, TIMEOUT, events, io);
    private ControlPlane kcp;
    private long offset;

    @BeforeEach
    void aManifest() {
        kcp = new ControlPlane(fleet.cluster("kcp"), folder);
        kcp.create("m");
        kcp.api().requests().reset();
        connection.reachBy(kcp.asMember().access());
    }

    @AfterEach
    void close() {
        connection.close();
        clients.close();
        io.close();
        fleet.close();
    }

    @Test
    void writesSelectorAndAnnotationsWithOneRequest() throws Exception {
        Outcome outcome = write(kcp.decide("m", SELECTOR, DESIRED));

        assertThat(outcome).isEqualTo(new Outcome.Applied(version("m")));
        assertThat(kcp.selector("m").toString()).isEqualTo(SELECTOR);
        assertThat(kcp.annotation("m", ManifestAnnotations.APPLIED)).isEqualTo("install=h1");
        assertThat(kcp.annotation("m", ManifestAnnotations.CAUSE)).isEqualTo("credentials-0@7");
        assertThat(kcp.read("m").at("/metadata/managedFields").findValuesAsText("manager"))
                .contains("credstream");
        assertThat(kcp.api().requests().of("patch", ResourceKind.MANIFESTS)).isEqualTo(1);
        assertThat(kcp.api().requests().of("get", ResourceKind.MANIFESTS)).isZero();
    }

    @Test
    void withdrawsAllOfItAgain() throws Exception {
        ObjectNode before = kcp.read("m");
        write(kcp.decide("m", SELECTOR, DESIRED));

        assertThat(write(kcp.withdraw("m"))).isInstanceOf(Outcome.Applied.class);

        assertThat(kcp.read("m").path("spec")).isEqualTo(before.path("spec"));
        assertThat(kcp.annotation("m", ManifestAnnotations.APPLIED)).isNull();
    }

    @Test
    void statusWritesMeanwhileAreOfNoConcern() throws Exception {
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api()
                .as("lifecycle-manager")
                .editStatus(
                        ResourceKind.MANIFESTS,
                        NAMESPACE,
                        "m",
                        manifest -> manifest.putObject("status").put("state", "Ready"));

        assertThat(write(update)).isInstanceOf(Outcome.Applied.class);
    }

    /** From a file and from a Secret alike. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token  | token: \"canary\\r\\nX-Evil: 1\"",
                "token  | token: \"canary\\0\"",
                "as     | {token: canary, as-groups: [system:masters]}",
                "username | {username: \"canary\\n\", password: canary}",
                "client-key-data | {client-certificate-data: Y2FuYXJ5, client-key-data: Y2FuYXJ5}",
            })
    void whatIsWrongWithAKubeconfigIsSaidByFieldAndNothingIsSent(String field, String user) throws Exception {
        String good = kcp.api().kubeconfig("x");
        String wrong = good.substring(0, good.indexOf("users:"))
                + "users: [{name: kcp, user: %s}]\n".formatted(user.startsWith("{") ? user : "{" + user + "}");
        Path file = Files.writeString(folder.resolve("wrong.kubeconfig"), wrong);
        kcp.api().as("user").apply("""
                apiVersion: v1
                kind: Secret
                metadata: {namespace: kcp-system, name: wrong}
                data: {config: %s}
                """.formatted(
                        Base64.getEncoder().encodeToString(wrong.getBytes(StandardCharsets.UTF_8))));
        KubeconfigFile own = (KubeconfigFile) kcp.asMember().access();
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().requests().reset();

        for (Access access : List.of(
                new KubeconfigFile(file.toString(), null),
                new KubeconfigSecret(own, "kcp-system", "wrong", "1", "somebody", null))) {
            connection.reachBy(access);
            Outcome.Unavailable outcome = (Outcome.Unavailable) write(update);

            assertThat(outcome.trouble().fix())
                    .contains("users[kcp].user." + field + ": ")
                    .doesNotContain("canary");
            assertThat(kcp.api().requests().of("patch", ResourceKind.MANIFESTS)).isZero();
        }
        connection.reachBy(own);
        assertThat(write(update)).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void aSelectorThatSomebodyElseSetIsNotOverwritten() throws Exception {
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        edit(manifest -> manifest.withObject("/spec/install/source/credSecretSelector/matchLabels")
                .put("a", "b"));

        assertThat(write(update)).isEqualTo(new Outcome.Superseded("422 test failed"));

        assertThat(kcp.selector("m").toString()).isEqualTo("{\"matchLabels\":{\"a\":\"b\"}}");
        assertThat(kcp.read("m").path("metadata").has("annotations")).isFalse();
    }

    @Test
    void ofTwoWritersWhoSawTheSameOneWins() throws Exception {
        ManifestUpdate slow = kcp.decide("m", List.of(), annotations("h", "r1", "Bound", "c1"));
        ManifestUpdate quick = kcp.decide("m", List.of(), annotations("h", "r2", "Bound", "c2"));

        assertThat(write(quick)).isInstanceOf(Outcome.Applied.class);
        assertThat(write(slow)).isInstanceOf(Outcome.Superseded.class);

        assertThat(kcp.annotation("m", ManifestAnnotations.REVISION)).isEqualTo("r2");
    }

    @Test
    void aLateWriterIsNotLetInByARevisionThatCameBack() throws Exception {
        write(kcp.decide("m", SELECTOR, annotations("h", "r1", "Bound", "c1")));
        ManifestUpdate late = kcp.decide("m", List.of(), annotations("h", "r2", "Bound", "c2"));
        write(kcp.decide("m", List.of(), annotations("h", "r3", "Bound", "c3")));
        write(kcp.decide("m", List.of(), annotations("h", "r1", "Bound", "c4")));

        assertThat(write(late)).isInstanceOf(Outcome.Superseded.class);
    }

    @Test
    void aManifestThatWasMadeAnewIsAnotherOne() throws Exception {
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().as("test").delete(ResourceKind.MANIFESTS, NAMESPACE, "m");
        assertThat(write(update)).isEqualTo(new Outcome.Superseded("404 NotFound"));

        kcp.create("m");
        assertThat(write(update)).isEqualTo(new Outcome.Superseded("422 test failed"));
        assertThat(kcp.selector("m").isMissingNode()).isTrue();
    }

    @Test
    void aManifestThatIsBeingDeletedIsLeftAlone() throws Exception {
        edit(manifest -> manifest.withObject("/metadata").putArray("finalizers").add("test/finalizer"));
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().as("test").delete(ResourceKind.MANIFESTS, NAMESPACE, "m");

        assertThat(write(update)).isInstanceOf(Outcome.Superseded.class);
    }

    @Test
    void aLayerThatIsGoneSupersedes() throws Exception {
        var edit = new LayerEdit(Layer.CONFIG, null, SELECTOR);
        ManifestUpdate update = kcp.decide("m", List.of(edit), DESIRED);
        edit(manifest -> manifest.withObject("/spec").remove("config"));

        assertThat(write(update)).isInstanceOf(Outcome.Superseded.class);
    }

    @Test
    void theFirstAnnotationOfSomebodyElseSurvives() throws Exception {
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        edit(manifest -> manifest.withObject("/metadata/annotations").put("theirs", "x"));
        assertThat(write(update)).isInstanceOf(Outcome.Superseded.class);

        assertThat(write(kcp.decide("m", SELECTOR, DESIRED))).isInstanceOf(Outcome.Applied.class);
        assertThat(kcp.annotation("m", "theirs")).isEqualTo("x");
    }

    @Test
    void whatTheSchemaRejectsIsRejected() throws Exception {
        var decision = new Decision(kcp.decide("m", SELECTOR, DESIRED), Updates.at(0), Instant.EPOCH);
        var patch = new GuardedPatch.Ready("""
                [{"op":"add","path":"/spec/config/credSecretSelector","value":{"matchLabels":{"a":5}}}]""");

        assertThat(connection.write(decision, patch).get(10, TimeUnit.SECONDS))
                .isEqualTo(new Outcome.Rejected("422 Invalid"));
    }

    @Test
    void aPatchWhoseAnswerWasLostIsNotAppliedTwice() throws Exception {
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().faults().injectOnce(new Fault.LostAnswer(), request -> request.is("patch", ResourceKind.MANIFESTS));
        assertThat(condition(write(update))).isEqualTo(Condition.UNREACHABLE);
        String version = version("m");

        assertThat(write(update)).isInstanceOf(Outcome.Superseded.class);

        assertThat(version("m")).isEqualTo(version);
    }

    @Test
    void asksOnceWhenTheServerIsOverloaded() throws Exception {
        kcp.api().faults().inject(new Fault.Answer(429, Optional.of(Duration.ofSeconds(7))), request -> true, 100);

        var outcome = (Outcome.Unavailable) write(kcp.decide("m", SELECTOR, DESIRED));

        assertThat(outcome.trouble().condition()).isEqualTo(Condition.OVERLOADED);
        assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(kcp.api().requests().of("patch", ResourceKind.MANIFESTS)).isEqualTo(1);
    }

    @Test
    void givesUpWhenTheServerDoesNotAnswerInTime() throws Exception {
        kcp.api().faults().injectOnce(new Fault.Delay(Duration.ofSeconds(20)), request -> true);

        long start = System.nanoTime();
        Outcome outcome = write(kcp.decide("m", SELECTOR, DESIRED));

        assertThat(condition(outcome)).isEqualTo(Condition.UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void readsTheKubeconfigAgainAfterA401() throws Exception {
        write(kcp.decide("m", SELECTOR, annotations("h", "r1", "Bound", "c1")));
        kcp.api().access().revoke(kcp.api().adminToken());
        ManifestUpdate update = kcp.decide("m", List.of(), annotations("h", "r2", "Bound", "c2"));
        assertThat(condition(write(update))).isEqualTo(Condition.UNAUTHORIZED);

        String token = kcp.api().access().issueToken("sandbox-admin");
        Files.writeString(kcp.kubeconfig(), kcp.api().kubeconfig(token));

        assertThat(write(update)).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void picksUpAKubeconfigThatWasMended() throws Exception {
        Files.writeString(kcp.kubeconfig(), "garbage");
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        assertThat(condition(write(update))).isEqualTo(Condition.KUBECONFIG_MISSING);

        kcp.writeKubeconfig();

        assertThat(write(update)).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void aMissingRightIsForbidden() throws Exception {
        kcp.api().access().forbid("sandbox-admin", request -> request.is("patch", ResourceKind.MANIFESTS));

        assertThat(write(kcp.decide("m", SELECTOR, DESIRED))).isInstanceOf(Outcome.Forbidden.class);
    }

    @Test
    void aKindThatIsNotServedIsTheClustersTrouble() throws Exception {
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        kcp.api().uninstall(ResourceKind.MANIFESTS);

        assertThat(condition(write(update))).isEqualTo(Condition.NOT_SERVED);
    }

    @Test
    void aClusterOutsideTheFleetIsNotTouched() throws Exception {
        connection.reachBy(null);

        assertThat(write(kcp.decide("m", SELECTOR, DESIRED))).isInstanceOf(Outcome.Unavailable.class);
        assertThat(kcp.api().requests().total()).isZero();
    }

    @Test
    void anotherWayToTheClusterIsUsedFromThenOn() throws Exception {
        connection.reachBy(new KubeconfigFile(folder.resolve("absent").toString(), null));
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        assertThat(condition(write(update))).isEqualTo(Condition.KUBECONFIG_MISSING);

        connection.reachBy(kcp.asMember().access());

        assertThat(write(update)).isInstanceOf(Outcome.Applied.class);
    }

    @Test
    void aWriteWhoseConnectionIsReplacedJustThenCanBeTriedAgain() throws Exception {
        ManifestUpdate update = kcp.decide("m", SELECTOR, DESIRED);
        var patch = (GuardedPatch.Ready) GuardedPatch.of(update);
        var link = (Link.Open<KubernetesClient>) clients.open(kcp.asMember().access());
        var client = new ManifestClient(link.client(), TIMEOUT);
        client.close();

        assertThat(client.patch(update, patch).get()).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void anAnswerWithoutEndIsNotRead() throws Exception {
        HttpServer hostile = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicLong written = new AtomicLong();
        hostile.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[64 * 1024];
            try (OutputStream body = exchange.getResponseBody()) {
                while (written.get() < 1L << 30) {
                    body.write(chunk);
                    written.addAndGet(chunk.length);
                }
            }
        });
        hostile.start();
        try {
            Files.writeString(
                    kcp.kubeconfig(), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                    users: [{name: u, user: {token: not-a-token}}]
                    contexts: [{name: x, context: {cluster: c, user: u}}]
                    current-context: x
                    """.formatted(hostile.getAddress().getPort()));

            Outcome outcome = write(kcp.decide("m", SELECTOR, DESIRED));

            assertThat(((Outcome.Unavailable) outcome).trouble().reason()).isEqualTo("AnswerTooLargeException");
            assertThat(written.get()).isLessThan(64L << 20);
        } finally {
            hostile.stop(0);
        }
    }

    @Test
    void anEventTellsOfAChangeOfStateAndOfNothingElse() throws Exception {
        write(kcp.decide("m", SELECTOR, annotations("h", "r1", "Bound", "c1")));
        await().untilAsserted(() -> assertThat(kcp.events()).hasSize(1));
        write(kcp.decide("m", List.of(), annotations("h", "r2", "Bound", "c2")));
        write(kcp.decide("m", List.of(), annotations("h", null, "NoMatch", "c3")));
        await().untilAsserted(() -> assertThat(kcp.events()).hasSize(2));

        assertThat(kcp.events())
                .extracting(event ->
                        event.path("reason").asText() + " " + event.path("type").asText() + " "
                                + event.at("/involvedObject/name").asText())
                .containsExactlyInAnyOrder("CredentialBound Normal m", "CredentialNoMatch Warning m");
    }

    @Test
    void aPatchCountsEvenIfTheEventCannotBeWritten() throws Exception {
        kcp.api().access().forbid("sandbox-admin", request -> request.isAbout(ResourceKind.EVENTS));

        assertThat(write(kcp.decide("m", SELECTOR, DESIRED))).isInstanceOf(Outcome.Applied.class);
    }

    private Outcome write(ManifestUpdate update) throws Exception {
        var decision = new Decision(update, Updates.at(offset++), Instant.EPOCH);
        var patch = (GuardedPatch.Ready) GuardedPatch.of(update);
        Outcome outcome = connection.write(decision, patch).get(10, TimeUnit.SECONDS);
        if (outcome instanceof Outcome.Applied) {
            connection.announce(decision);
        }
        return outcome;
    }

    private void edit(Consumer<ObjectNode> change) {
        kcp.api().as("somebody").edit(ResourceKind.MANIFESTS, NAMESPACE, "m", change);
    }

    private String version(String name) {
        return kcp.read(name).at("/metadata/resourceVersion").asText();
    }

    private static Condition condition(Outcome outcome) {
        return ((Outcome.Unavailable) outcome).trouble().condition();
    }
}

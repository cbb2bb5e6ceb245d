package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.objects.ResourceKind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an embedded API server serves, to whom, and what it counts. */
@Timeout(60)
class EmbeddedAccessIT {

    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final String MANIFESTS = "/apis/operator.kyma-project.io/v1beta2/namespaces/default/manifests";

    private final EmbeddedFleet fleet = EmbeddedFleet.start();
    private final EmbeddedCluster cluster = fleet.cluster("kcp-eu");
    private final RawApi api = new RawApi(cluster.kubeconfig());

    @AfterEach
    void stop() {
        api.close();
        fleet.close();
    }

    @Test
    void anUninstalledKindIsUnknownUntilItIsInstalled() {
        assertThat(api.get(MANIFESTS).status()).isEqualTo(200);
        cluster.uninstall(ResourceKind.MANIFESTS);
        assertThat(api.get(MANIFESTS).status()).isEqualTo(404);
        cluster.serve(ResourceKind.MANIFESTS, "v1beta1");
        assertThat(api.get(MANIFESTS).status()).isEqualTo(404);
        assertThat(api.get(MANIFESTS.replace("v1beta2", "v1beta1")).status()).isEqualTo(200);
    }

    @Test
    void everyVersionOfAKindShowsTheSameObject() {
        cluster.serve(ResourceKind.MANIFESTS, "v1beta2", "v1beta1");
        cluster.as("kubectl").apply("""
                apiVersion: operator.kyma-project.io/v1beta2
                kind: Manifest
                metadata: {name: m, namespace: default}
                spec: {version: 1.0.0}
                """);
        var older = api.get(MANIFESTS.replace("v1beta2", "v1beta1") + "/m").body();
        assertThat(older.path("apiVersion").asText()).isEqualTo("operator.kyma-project.io/v1beta1");
        assertThat(older.at("/spec/version").asText()).isEqualTo("1.0.0");
    }

    @Test
    void anUnknownTokenIsUnauthorized() {
        try (var stranger = new RawApi(cluster.kubeconfig("not-a-token"))) {
            assertThat(stranger.get(SECRETS).status()).isEqualTo(401);
        }
        cluster.access().revoke(cluster.adminToken());
        assertThat(api.get(SECRETS).status()).isEqualTo(401);
    }

    @Test
    void aUserMayDoWhatIsAllowed() {
        var token = cluster.access().issueToken("sink");
        cluster.access().allowOnly("sink", request -> request.is("patch", ResourceKind.MANIFESTS));
        try (var sink = new RawApi(cluster.kubeconfig(token))) {
            var refused = sink.get(SECRETS);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body().path("message").asText())
                    .isEqualTo("secrets is forbidden: User \"sink\" cannot list resource \"secrets\" in API group \"\""
                            + " in the namespace \"default\"");
            assertThat(sink.jsonPatch(MANIFESTS + "/nobody", "[]").status()).isEqualTo(404);
        }
    }

    @Test
    void whoImpersonatesActsWithTheOthersRights() throws Exception {
        var account = "system:serviceaccount:kyma-system:reader";
        var token = cluster.access().issueToken("ingest");
        cluster.access().allowOnly("ingest", request -> request.verb().equals("impersonate"));
        cluster.access().allowOnly(account, request -> request.is("list", ResourceKind.SECRETS));
        assertThat(statusAs(token, account, SECRETS)).isEqualTo(200);
        assertThat(statusAs(token, account, MANIFESTS)).isEqualTo(403);
        cluster.access().forbid("ingest", request -> request.name().equals("reader"));
        assertThat(statusAs(token, account, SECRETS)).isEqualTo(403);
    }

    private int statusAs(String token, String user, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(cluster.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Impersonate-User", user)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    @Test
    void withoutATokenNobodyIsServedUnlessSomebodyIsNamed() throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(cluster.url() + SECRETS)).build();
        try (var http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
            cluster.access().takeAnonymousFor("kubectl");
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void requestsAreCountedByKind() {
        cluster.requests().reset();
        api.get(SECRETS);
        api.get(SECRETS + "/nobody");
        api.mergePatch(MANIFESTS + "/nobody/status", "{}");
        assertThat(cluster.requests().of("list", ResourceKind.SECRETS)).isEqualTo(1);
        assertThat(cluster.requests().of("get", ResourceKind.SECRETS)).isEqualTo(1);
        assertThat(cluster.requests().snapshot().toString())
                .isEqualTo("{get secrets=1, list secrets=1, patch manifests/status=1}");
        assertThat(cluster.requests().total()).isEqualTo(3);
    }
}

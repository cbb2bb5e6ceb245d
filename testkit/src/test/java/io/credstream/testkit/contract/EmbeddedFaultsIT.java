package io.credstream.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.EmbeddedFleet;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.api.Faults;
import io.credstream.sandbox.api.FleetOptions;
import io.credstream.sandbox.objects.ResourceKind;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only the embedded API server can be made to do: fail on demand, and go back in time. */
@Timeout(60)
class EmbeddedFaultsIT {

    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final Duration A_WHILE = Duration.ofMillis(400);

    private final EmbeddedFleet fleet = EmbeddedFleet.start();
    private final EmbeddedCluster cluster = fleet.cluster("kcp-eu");
    private final RawApi api = new RawApi(cluster.kubeconfig());

    @BeforeEach
    void fill() {
        apply("a", "old");
        apply("b", "old");
    }

    @AfterEach
    void stop() {
        api.close();
        fleet.close();
    }

    private void apply(String name, String value) {
        cluster.as("kubectl").apply("""
                apiVersion: v1
                kind: Secret
                metadata:
                  name: %s
                stringData:
                  key: %s
                """.formatted(name, value));
    }

    // Answers that fail

    @Test
    void theNextMatchingRequestsFail() {
        var injection =
                cluster.faults().inject(new Fault.Answer(503), request -> request.is("list", ResourceKind.SECRETS), 2);
        assertThat(api.get(SECRETS).status()).isEqualTo(503);
        assertThat(api.get(SECRETS + "/a").status()).isEqualTo(200);
        assertThat(api.get(SECRETS).status()).isEqualTo(503);
        assertThat(api.get(SECRETS).status()).isEqualTo(200);
        assertThat(injection.hits()).isEqualTo(2);
    }

    @Test
    void tooManyRequestsSayWhenToComeAgain() {
        cluster.faults().injectOnce(new Fault.Answer(429, Optional.of(Duration.ofSeconds(7))), request -> true);
        var answer = api.get(SECRETS);
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).hasValue("7");
        assertThat(answer.body().path("reason").asText()).isEqualTo("TooManyRequests");
    }

    @Test
    void aDelayedRequestIsAnsweredLaterAndHoldsUpNobody() {
        var other = new RawApi(fleet.cluster("other").kubeconfig());
        try (other;
                var injection = cluster.faults().inject(new Fault.Delay(A_WHILE), request -> true, Faults.ALWAYS)) {
            var begin = System.nanoTime();
            assertThat(other.get(SECRETS).status()).isEqualTo(200);
            assertThat(api.get(SECRETS).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(A_WHILE);
            assertThat(injection.hits()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerIsLostAfterTheWrite() {
        cluster.faults()
                .injectOnce(new Fault.LostAnswer(), request -> request.verb().equals("patch"));
        assertThatThrownBy(() -> api.mergePatch(SECRETS + "/a", "{\"data\": {\"key\": \"bmV3\"}}"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(api.get(SECRETS + "/a").body().at("/data/key").asText()).isEqualTo("bmV3");
    }

    @Test
    void aDisconnectedRequestWritesNothing() {
        cluster.faults()
                .injectOnce(new Fault.Disconnect(), request -> request.verb().equals("patch"));
        var before = cluster.resourceVersion();
        assertThatThrownBy(() -> api.mergePatch(SECRETS + "/a", "{\"data\": {\"key\": \"bmV3\"}}"))
                .isInstanceOf(IllegalStateException.class);
        assertThat(cluster.resourceVersion()).isEqualTo(before);
    }

    @Test
    void aClusterGoesDownAndComesUpAgainAndTheOthersStay() {
        try (var other = new RawApi(fleet.cluster("other").kubeconfig())) {
            cluster.takeDown();
            assertThatThrownBy(() -> api.get(SECRETS)).isInstanceOf(IllegalStateException.class);
            assertThat(other.get(SECRETS).status()).isEqualTo(200);
            cluster.bringUp();
            assertThat(api.get(SECRETS).status()).isEqualTo(200);
        }
    }

    // Watches that fail

    @Test
    void aCutEndsWatchesAndTheyResume() {
        try (var watch = watch(cluster.resourceVersion(), "")) {
            assertThat(watch.status()).isEqualTo(200);
            cluster.cutConnections();
            assertThat(watch.rest()).isEmpty();
            var version = cluster.resourceVersion();
            apply("c", "new");
            try (var resumed = watch(version, "")) {
                resumed.next("ADDED", "c");
            }
        }
    }

    @Test
    void aWatchThatItsClientClosesIsForgotten() {
        var watch = watch(cluster.resourceVersion(), "");
        assertThat(watch.status()).isEqualTo(200);
        assertThat(cluster.openWatches()).isEqualTo(1);
        watch.close();
        await().until(() -> cluster.openWatches() == 0);
    }

    @Test
    void aCutEndsWebSocketsToo() {
        try (var watch = api.watchBySocket(SECRETS + "?watch=true&resourceVersion=" + cluster.resourceVersion())) {
            await().until(() -> cluster.openWatches() == 1);
            cluster.cutConnections();
            assertThat(watch.rest()).isEmpty();
            await().until(() -> cluster.openWatches() == 0);
        }
    }

    @Test
    void aStalledWatchStaysOpenAndSilentAndNewOnesWork() {
        cluster.configure(settings -> settings.withBookmarkEvery(Duration.ofMillis(50)));
        var version = cluster.resourceVersion();
        try (var watch = watch(version, "&allowWatchBookmarks=true&timeoutSeconds=1")) {
            watch.next("BOOKMARK");
            cluster.stallOpenWatches();
            apply("c", "new");
            try (var other = watch(version, "")) {
                other.next("ADDED", "c");
            }
            watch.rest(A_WHILE)
                    .forEach(event -> assertThat(event.path("type").asText()).isEqualTo("BOOKMARK"));
            watch.staysSilentFor(Duration.ofMillis(1200));
            cluster.resumeWatches();
            assertThat(watch.rest().getFirst().at("/object/metadata/name").asText())
                    .isEqualTo("c");
        }
    }

    @Test
    void allWatchesStallUntilTheyAreResumed() {
        cluster.stallAllWatches();
        try (var watch = watch("", "")) {
            assertThat(watch.status()).isEqualTo(200);
            apply("c", "new");
            watch.staysSilentFor(A_WHILE);
            cluster.resumeWatches();
            watch.next("ADDED", "a");
            watch.next("ADDED", "b");
            watch.next("ADDED", "c");
        }
    }

    @Test
    void bookmarksCarryTheVersionOfTheClusterWhateverWasWritten() {
        cluster.configure(settings -> settings.withBookmarkEvery(Duration.ofMillis(50)));
        try (var watch = watch(cluster.resourceVersion(), "&allowWatchBookmarks=true")) {
            cluster.as("kubectl").createNamespace("elsewhere");
            var version = cluster.resourceVersion();
            await().until(() -> version.equals(ApiServerContract.version(watch.next("BOOKMARK"))));
        }
    }

    @Test
    void aStormArrivesWhole() {
        try (var watch = watch(cluster.resourceVersion(), "")) {
            assertThat(watch.status()).isEqualTo(200);
            int[] round = {0};
            cluster.storm(
                    ResourceKind.SECRETS,
                    1000,
                    secret -> secret.withObject("/data").put("key", "%08d".formatted(round[0]++)));
            for (int i = 0; i < 1000; i++) {
                assertThat(watch.next("MODIFIED").at("/data/key").asText()).isEqualTo("%08d".formatted(i));
            }
        }
    }

    // Versions that are gone

    @Test
    void aWatchFromACompactedVersionGetsAnErrorEvent() {
        var version = cluster.resourceVersion();
        apply("c", "new");
        cluster.compact();
        try (var watch = watch(version, "")) {
            assertThat(watch.status()).isEqualTo(200);
            assertThat(watch.next("ERROR").path("code").asInt()).isEqualTo(410);
            assertThat(watch.rest()).isEmpty();
        }
    }

    @Test
    void orAnHttpStatusWhereThatIsHowItAnswers() {
        cluster.configure(settings -> settings.withGoneAsStatus(true));
        var version = cluster.resourceVersion();
        apply("c", "new");
        cluster.compact();
        assertThat(api.get(SECRETS + "?watch=true&resourceVersion=" + version).status())
                .isEqualTo(410);
    }

    @Test
    void aPageOfACompactedListIsGone() {
        var first = api.get(SECRETS + "?limit=1").body();
        apply("c", "new");
        cluster.compact();
        var next = api.get(
                SECRETS + "?limit=1&continue=" + first.at("/metadata/continue").asText());
        assertThat(next.status()).isEqualTo(410);
        assertThat(next.body().path("reason").asText()).isEqualTo("Expired");
    }

    @Test
    void whatFallsOutOfTheHistoryIsGone() {
        try (var small = EmbeddedFleet.start(FleetOptions.defaults().withHistorySize(8))) {
            var one = small.cluster("one");
            var version = one.resourceVersion();
            for (int i = 0; i < 9; i++) {
                one.as("kubectl").createNamespace("n" + i);
            }
            try (var other = new RawApi(one.kubeconfig());
                    var watch = other.watch("/api/v1/namespaces?watch=true&resourceVersion=" + version)) {
                assertThat(watch.next("ERROR").path("code").asInt()).isEqualTo(410);
            }
        }
    }

    @Test
    void oldServersRejectInitialEvents() {
        cluster.configure(settings -> settings.withInitialEvents(false));
        var answer = api.get(SECRETS + "?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                + "&allowWatchBookmarks=true");
        assertThat(answer.status()).isEqualTo(422);
    }

    // Versions that go back

    @Test
    void aRestoreBringsBackObjectsAndVersionsAndCutsWatches() {
        // Given
        var snapshot = cluster.snapshot();
        var version = cluster.resourceVersion();
        apply("a", "new");
        apply("c", "new");
        var future = cluster.resourceVersion();
        try (var watch = watch(future, "")) {
            assertThat(watch.status()).isEqualTo(200);
            // When
            cluster.restore(snapshot);
            // Then
            assertThat(watch.rest()).isEmpty();
        }
        assertThat(cluster.resourceVersion()).isEqualTo(version);
        assertThat(ApiServerContract.names(api.get(SECRETS).body())).containsExactly("a", "b");
        assertThat(api.get(SECRETS + "/a").body().at("/data/key").asText()).isEqualTo("b2xk");
        cluster.configure(settings -> settings.withBookmarkEvery(Duration.ofMillis(50)));
        try (var watch = watch(future, "&allowWatchBookmarks=true")) {
            apply("d", "new");
            watch.staysSilentFor(A_WHILE);
        }
    }

    @Test
    void versionsCanBeBeyondSixtyFourBits() {
        cluster.moveTo("170141183460469231731687303715884105727");
        apply("c", "new");
        var list = api.get(SECRETS).body();
        assertThat(ApiServerContract.version(list)).isEqualTo("170141183460469231731687303715884105728");
        try (var watch = watch("170141183460469231731687303715884105727", "")) {
            watch.next("ADDED", "c");
        }
    }

    @Test
    void aClusterCanBecomeAnother() {
        var before = api.get("/api/v1/namespaces/kube-system").body().at("/metadata/uid");
        cluster.changeIdentity();
        assertThat(api.get("/api/v1/namespaces/kube-system").body().at("/metadata/uid"))
                .isNotEqualTo(before);
    }

    @Test
    void clocksCanBeWrong() {
        cluster.configure(settings -> settings.withClockOffset(Duration.ofHours(2)));
        var date = api.get("/version").header("Date").orElseThrow();
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
                .isAfter(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(110));
    }

    private EventStream watch(String version, String more) {
        return api.watch(SECRETS + "?watch=true&resourceVersion=" + version + more);
    }
}

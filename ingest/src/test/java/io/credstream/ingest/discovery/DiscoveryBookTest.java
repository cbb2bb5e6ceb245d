package io.credstream.ingest.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.Cluster.Discovery;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus.RefusedClaim;
import io.credstream.model.ClusterStatus.RefusedClaim.Reason;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.projection.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What discovery decides, against a fleet that it sees a little later, as it does in truth. */
final class DiscoveryBookTest {

    private static final Instant NOON = Instant.parse("2025-01-01T12:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(15);
    private static final String NS = "kcp-system";
    private static final Cause MEMBER = new Coordinates("clusters", 0, 7);
    private static final Cause SEEN = new Cause.Observation("kcp", Kind.SECRET, "1");

    private final Fleet fleet = new Fleet();
    private DiscoveryBook book = discovering("/kcp");

    @Test
    void aSecretMakesARuntimeOnce() {
        book.claimed(claim("a-kubeconfig", "a", "k:1"));
        // Even before the list is complete
        List<Change> changes = look(NOON);
        assertThat(changes).containsExactly(new Change.Put(runtime("a", secret("a-kubeconfig", "k:1", null), SEEN)));
        // What is written and not seen yet is not written again
        assertThat(look(NOON)).isEmpty();
        fleet.take(changes);
        assertThat(look(NOON)).isEmpty();
    }

    @Test
    void aRotationIsAChangeAndAnotherFingerprintKeyIsNone() {
        given(claim("a-kubeconfig", "a", "k:1"));
        book.claimed(claim("a-kubeconfig", "a", "new:9", "k:1"));
        assertThat(look(NOON)).isEmpty();
        book.claimed(claim("a-kubeconfig", "a", "new:8", "k:2"));
        assertThat(look(NOON))
                .containsExactly(new Change.Put(runtime("a", secret("a-kubeconfig", "new:8", null), SEEN)));
    }

    @Test
    void aRuntimeLeavesWhenItsSecretWasGoneForTheGrace() {
        given(claim("a-kubeconfig", "a", "k:1"));
        Cause deleted = new Cause.Observation("kcp", Kind.SECRET, "9");
        // When
        book.withdrawn(ref("a-kubeconfig"), deleted);
        List<Change> gone = look(NOON);
        // Then
        assertThat(gone).containsExactly(new Change.Put(runtime("a", secret("a-kubeconfig", "k:1", NOON), deleted)));
        fleet.take(gone);
        assertThat(look(NOON.plus(GRACE).minusMillis(1))).isEmpty();
        assertThat(book.due()).isEqualTo(NOON.plus(GRACE));
        assertThat(look(NOON.plus(GRACE))).containsExactly(new Change.Remove("kcp.a", deleted));
    }

    @Test
    void aBlinkIsNoRemoval() {
        given(claim("a-kubeconfig", "a", "k:1"));
        book.withdrawn(ref("a-kubeconfig"), SEEN);
        fleet.take(look(NOON));
        // When
        book.claimed(claim("a-kubeconfig", "a", "k:1"));
        fleet.take(look(NOON.plusSeconds(60)));
        // Then
        assertThat(fleet.member("kcp.a").map(Cluster::access)).contains(secret("a-kubeconfig", "k:1", null));
        assertThat(look(NOON.plus(GRACE).plus(GRACE))).isEmpty();
    }

    @Test
    void theGraceGoesOnAfterARestart() {
        given(claim("a-kubeconfig", "a", "k:1"));
        book.withdrawn(ref("a-kubeconfig"), SEEN);
        fleet.take(look(NOON));
        // When
        book = discovering("/kcp");
        assertThat(look(NOON.plus(GRACE))).as("before the list is complete").isEmpty();
        book.listed(NS, Set.of(), SEEN);
        // Then
        assertThat(look(NOON.plus(GRACE))).containsExactly(new Change.Remove("kcp.a", SEEN));
    }

    @Test
    void whatWentWhileNobodyWatchedHasItsGraceFromTheMomentItIsMissed() {
        given(claim("a-kubeconfig", "a", "k:1"), claim("b-kubeconfig", "b", "k:2"));
        book = discovering("/kcp");
        book.claimed(claim("b-kubeconfig", "b", "k:2"));
        Cause list = new Cause.Observation("kcp", Kind.SECRET, "5");
        book.listed(NS, Set.of(ref("b-kubeconfig")), list);
        assertThat(look(NOON)).containsExactly(new Change.Put(runtime("a", secret("a-kubeconfig", "k:1", NOON), list)));
    }

    @Test
    void nothingIsRemovedWhileSecretsCanComeBackUnseen() {
        given(claim("a-kubeconfig", "a", "k:1"));
        book.withdrawn(ref("a-kubeconfig"), SEEN);
        fleet.take(look(NOON));
        // When
        book.lost(NS);
        assertThat(look(NOON.plus(GRACE))).isEmpty();
        book.heard(NS);
        assertThat(look(NOON.plus(GRACE))).hasSize(1);
    }

    @Test
    void theFleetFileWins() {
        // Given the same Kyma under another id, and somebody else under the id that would be given
        fleet.put(declared("mine", "kcp", "a"));
        fleet.put(declared("kcp.b", "kcp", "other"));
        // When
        book.claimed(claim("a-kubeconfig", "a", "k:1"));
        book.claimed(claim("b-kubeconfig", "b", "k:2"));
        // Then
        assertThat(look(NOON)).isEmpty();
        assertThat(book.refused())
                .containsExactly(
                        new RefusedClaim(NS + "/a-kubeconfig", "kcp.a", Reason.IN_FLEET_FILE, "mine"),
                        new RefusedClaim(NS + "/b-kubeconfig", "kcp.b", Reason.IN_FLEET_FILE, "kcp.b"));
        // And when the file has it no more
        fleet.remove("mine");
        assertThat(look(NOON)).extracting(Change::id).containsExactly("kcp.a");
    }

    @Test
    void whatTheFleetFileTakesOverUnderAnotherIdLeavesAtOnce() {
        given(claim("a-kubeconfig", "a", "k:1"));
        fleet.put(declared("mine", "kcp", "a"));
        assertThat(look(NOON)).containsExactly(new Change.Remove("kcp.a", SEEN));
    }

    @Test
    void whoHasAnIdKeepsIt() {
        fleet.put(new Cluster(
                "kcp.eu.a", Role.RUNTIME, "kcp.eu", "a", secret("x", "k:1", null), List.of("kyma-system"), null, SEEN));
        book.claimed(claim("y", "eu.a", "k:2"));
        assertThat(look(NOON)).isEmpty();
        assertThat(book.refused()).containsExactly(new RefusedClaim(NS + "/y", "kcp.eu.a", Reason.TAKEN, "kcp.eu"));
    }

    @Test
    void ofTwoSecretsForOneRuntimeTheOneThatHasItKeepsIt() {
        given(claim("second", "a", "k:1"));
        book.claimed(claim("first", "a", "k:2"));
        assertThat(look(NOON)).isEmpty();
        assertThat(book.refused())
                .containsExactly(new RefusedClaim(NS + "/first", "kcp.a", Reason.SECOND_SECRET, NS + "/second"));
        // And when that one goes the other takes its place
        book.withdrawn(ref("second"), SEEN);
        assertThat(look(NOON)).containsExactly(new Change.Put(runtime("a", secret("first", "k:2", null), SEEN)));
        assertThat(book.refused()).isEmpty();
    }

    @Test
    void aLabelThatNamesNoKymaIsRefused() {
        for (String label : List.of("", "A", "a_b", "-a", "a/b")) {
            book = discovering("/kcp");
            book.claimed(claim("s", label, "k:1"));
            assertThat(look(NOON)).isEmpty();
            assertThat(book.refused())
                    .containsExactly(new RefusedClaim(NS + "/s", "kcp." + label, Reason.INVALID_NAME, null));
        }
    }

    @Test
    void anotherWayToTheControlPlaneIsAnotherWayToItsRuntimes() {
        given(claim("a-kubeconfig", "a", "k:1"));
        book = discovering("/elsewhere");
        book.claimed(claim("a-kubeconfig", "a", "k:1"));
        assertThat(look(NOON)).hasSize(1);
    }

    @Test
    void whatAControlPlaneLeavesBehindHasItsGraceToo() {
        given(claim("a-kubeconfig", "a", "k:1"));
        book = DiscoveryBook.closed("kcp", GRACE, MEMBER);
        fleet.take(look(NOON));
        assertThat(fleet.member("kcp.a").map(Cluster::access)).contains(secret("a-kubeconfig", "k:1", NOON));
        assertThat(look(NOON.plus(GRACE))).containsExactly(new Change.Remove("kcp.a", MEMBER));
    }

    private void given(Claim... claims) {
        for (Claim claim : claims) {
            book.claimed(claim);
        }
        book.listed(NS, Set.copyOf(List.of(claims).stream().map(Claim::secret).toList()), SEEN);
        fleet.take(look(NOON));
    }

    private List<Change> look(Instant now) {
        return book.changes(now, fleet);
    }

    private static DiscoveryBook discovering(String kubeconfig) {
        return DiscoveryBook.of(
                new Cluster(
                        "kcp",
                        Role.CONTROL_PLANE,
                        null,
                        null,
                        new KubeconfigFile(kubeconfig, null),
                        List.of(NS),
                        null,
                        Discovery.DEFAULT,
                        null,
                        MEMBER),
                GRACE,
                MEMBER);
    }

    private static Claim claim(String name, String kyma, String... revisions) {
        return new Claim(ref(name), kyma, List.of(revisions), SEEN);
    }

    private static ObjectRef ref(String name) {
        return new ObjectRef("kcp", NS, name);
    }

    private static KubeconfigSecret secret(String name, String revision, @Nullable Instant goneSince) {
        return new KubeconfigSecret(
                new KubeconfigFile("/kcp", null), NS, name, revision, Discovery.DEFAULT.user(), goneSince);
    }

    private static Cluster runtime(String kyma, KubeconfigSecret access, Cause cause) {
        return new Cluster("kcp." + kyma, Role.RUNTIME, "kcp", kyma, access, List.of("kyma-system"), null, cause);
    }

    private static Cluster declared(String id, String controlPlane, String kyma) {
        return new Cluster(
                id,
                Role.RUNTIME,
                controlPlane,
                kyma,
                new KubeconfigFile("/file", null),
                List.of("kyma-system"),
                null,
                new Cause.Request("somebody", "fleet apply"));
    }

    /** Keeps what it is given, at ever new places. */
    private static final class Fleet implements Members {
        private final Map<String, Cluster> members = new LinkedHashMap<>();
        private final Map<String, Coordinates> last = new HashMap<>();
        private long offset;

        void take(List<Change> changes) {
            for (Change change : changes) {
                switch (change) {
                    case Change.Put put -> put(put.runtime());
                    case Change.Remove remove -> remove(remove.id());
                }
            }
        }

        void put(Cluster cluster) {
            members.put(cluster.id(), cluster);
            last.put(cluster.id(), new Coordinates("clusters", 0, offset++));
        }

        void remove(String id) {
            members.remove(id);
            last.put(id, new Coordinates("clusters", 0, offset++));
        }

        @Override
        public Optional<Cluster> member(String id) {
            return Optional.ofNullable(members.get(id));
        }

        @Override
        public Map<String, Cluster> runtimes(String controlPlane) {
            Map<String, Cluster> runtimes = new LinkedHashMap<>(members);
            runtimes.values().removeIf(member -> !controlPlane.equals(member.controlPlane()));
            return runtimes;
        }

        @Override
        public Optional<Coordinates> last(String id) {
            return Optional.ofNullable(last.get(id));
        }
    }
}

package io.credstream.sink.lane;

import static io.credstream.sink.patch.Updates.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Order;
import io.credstream.model.Order.Action;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.sink.patch.Decision;
import io.credstream.testkit.model.ClusterBuilder;
import io.credstream.testkit.model.UpdateBuilder;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FuseTest {

    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);
    private static final Cause CHANGE = new Coordinates(TOPICS.templates().name(), 2, 17);
    private static final Cause ANOTHER = new Coordinates(TOPICS.credentials().name(), 0, 4);

    private static final Cause THIRD = new Coordinates(TOPICS.credentials().name(), 0, 5);
    private static final Instant T1 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant T2 = T1.plusSeconds(60);

    private final Fuses fuses = new Fuses(TOPICS, (partition, offset) -> {});
    private final Fuse fuse = fuses.of("kcp");

    private long offset;

    @Test
    void whatIsOneTooManyBlowsIt() {
        limit(2);

        assertThat(written(CHANGE, "a", "b", "c", "d")).containsExactly("a", "b");
    }

    @Test
    void theSameManifestAgainIsNotAnotherOne() {
        limit(1);

        assertThat(written(CHANGE, "a", "a", "a")).hasSize(3);
    }

    @Test
    void changesAreCountedApart() {
        limit(1);
        written(CHANGE, "a", "b");

        assertThat(written(ANOTHER, "c")).containsExactly("c");
    }

    @Test
    void whatHasNoLimitPasses() {
        assertThat(written(CHANGE, manifests(1000))).hasSize(1000);
    }

    @Test
    void aLimitOfNoneHoldsEverything() {
        limit(0);

        assertThat(written(CHANGE, "a")).isEmpty();
        assertThat(written(new Coordinates(TOPICS.manifests().name(), 0, 1), "b"))
                .isEmpty();
    }

    @Test
    void whatAnOperatorOrderedPasses() {
        limit(0);

        assertThat(written(new Coordinates(TOPICS.orders().name(), 0, 1), "a")).hasSize(1);
        assertThat(written(new Coordinates(TOPICS.pins().name(), 0, 1), "a")).hasSize(1);
        assertThat(written(new Cause.Request("alice", "pin expired"), "a")).hasSize(1);
        assertThat(written(new Cause.Request(Cause.Request.PROCESSOR, "evaluation"), "a"))
                .isEmpty();
    }

    @Test
    void whatAnOperatorOrdersOfAManifestThatIsHeldPasses() {
        limit(1);
        written(CHANGE, "a", "b");

        assertThat(written(new Coordinates(TOPICS.pins().name(), 0, 1), "b")).containsExactly("b");
    }

    @Test
    void growthIsNoChange() {
        limit(1);

        for (int i = 0; i < 1000; i++) {
            assertThat(written(new Coordinates(TOPICS.manifests().name(), 0, i), "m" + i))
                    .hasSize(1);
        }
        assertThat(fuse.openSince()).isEmpty();
    }

    @Test
    void whatWasReleasedPassesFromThenOn() {
        limit(1);
        written(CHANGE, "a", "b");

        order("kcp", Action.Mode.RESUME);

        assertThat(written(CHANGE, manifests(10))).hasSize(10);
        assertThat(written(ANOTHER, "a", "b")).containsExactly("a");
    }

    @Test
    void whatIsHeldForOneChangeIsNotWrittenBecauseOfTheNext() {
        limit(1);
        List<Decision> waiting = decisions(T1, List.of(CHANGE), "a", "b");
        waiting.forEach(fuse::judge);
        List<Decision> later = decisions(T1, List.of(CHANGE, ANOTHER), "a", "b");
        later.forEach(fuse::judge);

        assertThat(later).allMatch(fuse::holds);
        fuse.release(ANOTHER);
        assertThat(later).allMatch(fuse::holds);
        fuse.release(CHANGE);
        assertThat(later).noneMatch(fuse::holds);
    }

    @Test
    void whatContributesNoLongerHoldsNoLonger() {
        limit(1);
        decisions(T1, List.of(CHANGE), "a", "b").forEach(fuse::judge);

        List<Decision> repaired = decisions(T1, List.of(ANOTHER), "a");

        assertThat(judged(repaired)).containsExactly("a");
    }

    @Test
    void aProcessorThatLostItsStateReleasesNothing() {
        limit(1);
        decisions(T1, List.of(CHANGE), "a", "b").forEach(fuse::judge);

        assertThat(judged(decisions(T2, List.of(ANOTHER), "a"))).isEmpty();
        assertThat(judged(decisions(T2, List.of(THIRD), "a"))).isEmpty(); // the same one, a little later

        fuse.release(CHANGE);
        assertThat(judged(decisions(T2, List.of(THIRD), "a"))).containsExactly("a");
    }

    @Test
    void whatWasClearedIsKnownToWhoeverClearedIt() {
        limit(1);
        decisions(T1, List.of(CHANGE), "a", "b").forEach(fuse::judge);
        fuse.gone("kcp/ns/a");

        assertThat(judged(decisions(T2, List.of(ANOTHER), "a"))).containsExactly("a");
    }

    @Test
    void nothingIsForgottenForTheNumberOfOtherChanges() {
        limit(100);
        int passed = 0;
        for (int i = 0; i < 2_500; i++) {
            for (int j = 0; j < 10; j++) {
                written(new Coordinates(TOPICS.credentials().name(), 1, 10 * i + j), "other" + i + "-" + j);
            }
            passed += written(CHANGE, "m" + i).size();
        }

        assertThat(passed).isEqualTo(100);
    }

    @Test
    void whatWasWrittenCountsAfterATakeover() {
        limit(2);
        List<Decision> before = decisions(T1, List.of(CHANGE), "a", "b");
        assertThat(judged(before)).containsExactly("a", "b");
        before.forEach(decision -> fuse.gone(decision.key()));

        fuse.forget();
        before.forEach(decision -> {
            fuse.hear(decision);
            fuse.gone(decision.key());
        });

        assertThat(judged(decisions(T1, List.of(CHANGE), "c"))).isEmpty();
    }

    @Test
    void anOpenChangeIsHeardAgainFromItsFirstDecisionOn() {
        limit(2);
        offset = 70;
        List<Decision> first = decisions(T1, List.of(CHANGE), "a", "b");
        first.forEach(fuse::judge);
        first.forEach(decision -> fuse.gone(decision.key()));
        assertThat(fuse.openSince()).hasValue(70);

        offset = 70 + 2 * Duration.ofDays(1).toSeconds();
        decisions(T1, List.of(ANOTHER), "c").forEach(fuse::judge);
        assertThat(fuse.openSince()).hasValue(70 + 2 * Duration.ofDays(1).toSeconds());
    }

    @Test
    void whatIsPendingIsOpenHoweverOld() {
        limit(2);
        offset = 70;
        decisions(T1, List.of(CHANGE), "a").forEach(fuse::judge);
        offset = 70 + 200 * Duration.ofDays(1).toSeconds();
        decisions(T1, List.of(ANOTHER), "c").forEach(fuse::judge);

        assertThat(fuse.openSince()).hasValue(70);
    }

    @Test
    void aLowerLimitJudgesWhatWaitsAnew() {
        List<Decision> waiting = decisions(T1, List.of(CHANGE), manifests(300));
        assertThat(judged(waiting)).hasSize(300);

        limit(100);

        assertThat(judged(waiting)).isEmpty();
    }

    @Test
    void announcementsHaveALimitOfTheirOwn() {
        limit(1);
        assertThat(judged(announcements("a", "b", "c"))).hasSize(3);

        fuse.limits(new FuseLimits(1, 2));
        assertThat(judged(announcements("a", "b"))).isEmpty();
        assertThat(fuse.describe(CHANGE).reason()).isEqualTo("about more than 2 announcements");
    }

    @Test
    void whatTheLogSaysIsHeldWhateverTheLimitIs() {
        limit(1000);

        order("kcp", Action.Mode.PAUSE);
        fuses.set("kcp", null);

        assertThat(written(CHANGE, "a")).isEmpty();
    }

    @Test
    void ordersAboutAnotherControlPlaneOrAboutOtherTargetsAreNotIts() {
        limit(1000);

        order("another", Action.Mode.PAUSE);
        assertThat(fuses.obey(new Order(
                        new Order.Target.All(), new Action.Brake(Action.Mode.PAUSE), "alice", "test", Instant.EPOCH)))
                .isEmpty();

        assertThat(written(CHANGE, "a")).hasSize(1);
    }

    @Test
    void theLimitComesFromTheFleet() {
        fuses.set("kcp", cluster(1));
        assertThat(written(CHANGE, "a", "b")).containsExactly("a");

        fuses.set("kcp", cluster(null));
        assertThat(written(ANOTHER, "c", "d")).hasSize(2);
    }

    private void limit(int manifests) {
        fuse.limits(new FuseLimits(manifests, null));
    }

    /** The Manifests that were not held when the decision about them came. */
    private List<String> written(Cause change, String... manifests) {
        return judged(decisions(T1, List.of(change), manifests));
    }

    private List<String> judged(List<Decision> decisions) {
        return decisions.stream()
                .filter(decision -> {
                    fuse.judge(decision);
                    return !fuse.holds(decision);
                })
                .map(decision -> decision.update().manifest().name())
                .toList();
    }

    private List<Decision> decisions(Instant since, List<Cause> changes, String... manifests) {
        return Stream.of(manifests)
                .map(manifest -> decision("kcp/ns/" + manifest, offset++, since, changes.toArray(Cause[]::new)))
                .toList();
    }

    private List<Decision> announcements(String... manifests) {
        return decisions(T1, List.of(CHANGE), manifests).stream()
                .map(decision -> new Decision(
                        UpdateBuilder.like(decision.update())
                                .announced(List.of(CHANGE))
                                .build(),
                        decision.at(),
                        decision.decided()))
                .toList();
    }

    private void order(String cluster, Action.Mode mode) {
        assertThat(fuses.obey(new Order(
                        new OfChange(cluster, CHANGE), new Action.Brake(mode), "alice", "test", Instant.EPOCH)))
                .contains(cluster);
    }

    private static String[] manifests(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
    }

    private static Cluster cluster(@Nullable Integer fuse) {
        return ClusterBuilder.controlPlane("kcp")
                .lifecycleManager(null)
                .cause(new Cause.Request("test", "test"))
                .fuse(fuse)
                .build();
    }
}

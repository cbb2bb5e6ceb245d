package io.credstream.sink.lane;

import static io.credstream.sink.patch.Updates.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Order;
import io.credstream.model.Order.Action;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.sink.lane.Fuse.Verdict;
import io.credstream.testkit.model.ClusterBuilder;
import io.credstream.topics.Topics;
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

    private final Fuses fuses = new Fuses(TOPICS);
    private final Fuse fuse = fuses.of("kcp");

    @Test
    void whatIsOneTooManyBlowsIt() {
        fuse.limit(2);

        assertThat(judge(CHANGE, "kcp/ns/a", "kcp/ns/b", "kcp/ns/c", "kcp/ns/d"))
                .containsExactly(Verdict.PASSES, Verdict.PASSES, Verdict.BLOWS, Verdict.HELD);
    }

    @Test
    void theSameManifestAgainIsNotAnotherOne() {
        fuse.limit(1);

        assertThat(judge(CHANGE, "kcp/ns/a", "kcp/ns/a", "kcp/ns/a")).containsOnly(Verdict.PASSES);
    }

    @Test
    void changesAreCountedApart() {
        fuse.limit(1);
        judge(CHANGE, "kcp/ns/a", "kcp/ns/b");

        assertThat(judge(ANOTHER, "kcp/ns/a")).containsExactly(Verdict.PASSES);
    }

    @Test
    void whatHasNoLimitPasses() {
        fuse.limit(null);

        assertThat(judge(CHANGE, manifests(1000))).containsOnly(Verdict.PASSES);
    }

    @Test
    void aLimitOfNoneHoldsEverything() {
        fuse.limit(0);

        assertThat(judge(CHANGE, "kcp/ns/a")).containsExactly(Verdict.BLOWS);
    }

    @Test
    void whatAnOperatorOrderedPasses() {
        fuse.limit(0);

        assertThat(judge(new Coordinates(TOPICS.orders().name(), 0, 1), "kcp/ns/a"))
                .containsExactly(Verdict.PASSES);
        assertThat(judge(new Coordinates(TOPICS.pins().name(), 0, 1), "kcp/ns/a"))
                .containsExactly(Verdict.PASSES);
        assertThat(judge(new Cause.Request("alice", "pin expired"), "kcp/ns/a")).containsExactly(Verdict.PASSES);
    }

    @Test
    void whatWasReleasedPassesFromThenOn() {
        fuse.limit(1);
        judge(CHANGE, "kcp/ns/a", "kcp/ns/b");

        order("kcp", Action.Mode.RESUME);

        assertThat(judge(CHANGE, manifests(10))).containsOnly(Verdict.PASSES);
        assertThat(judge(ANOTHER, "kcp/ns/a", "kcp/ns/b")).contains(Verdict.BLOWS);
    }

    @Test
    void whatTheLogSaysIsHeldWhateverTheLimitIs() {
        fuse.limit(1000);

        order("kcp", Action.Mode.PAUSE);
        fuses.set("kcp", null);

        assertThat(judge(CHANGE, "kcp/ns/a")).containsExactly(Verdict.HELD);
    }

    @Test
    void ordersAboutAnotherControlPlaneOrAboutOtherTargetsAreNotIts() {
        fuse.limit(1000);

        order("another", Action.Mode.PAUSE);
        assertThat(fuses.obey(new Order(
                        new Order.Target.All(), new Action.Brake(Action.Mode.PAUSE), "alice", "test", Instant.EPOCH)))
                .isEmpty();

        assertThat(judge(CHANGE, "kcp/ns/a")).containsExactly(Verdict.PASSES);
    }

    @Test
    void whatIsCountedIsBoundedByTheLatestChanges() {
        fuse.limit(1);
        judge(CHANGE, "kcp/ns/a");
        IntStream.range(0, 1000).forEach(i -> judge(new Coordinates("t", 0, i), "kcp/ns/a"));

        assertThat(judge(CHANGE, "kcp/ns/b")).containsExactly(Verdict.PASSES);
    }

    @Test
    void theLimitComesFromTheFleet() {
        fuses.set("kcp", cluster(1));
        assertThat(judge(CHANGE, "kcp/ns/a", "kcp/ns/b")).contains(Verdict.BLOWS);

        fuses.set("kcp", cluster(null));
        assertThat(judge(ANOTHER, "kcp/ns/a", "kcp/ns/b")).containsOnly(Verdict.PASSES);
    }

    private List<Verdict> judge(Cause change, String... manifests) {
        return Stream.of(manifests)
                .map(manifest -> fuse.judge(decision(manifest, 1, change)))
                .toList();
    }

    private void order(String cluster, Action.Mode mode) {
        assertThat(fuses.obey(new Order(
                        new OfChange(cluster, CHANGE), new Action.Brake(mode), "alice", "test", Instant.EPOCH)))
                .contains(cluster);
    }

    private static String[] manifests(int count) {
        return IntStream.range(0, count).mapToObj(i -> "kcp/ns/" + i).toArray(String[]::new);
    }

    private static Cluster cluster(@Nullable Integer fuse) {
        return ClusterBuilder.controlPlane("kcp")
                .lifecycleManager(null)
                .cause(new Cause.Request("test", "test"))
                .fuse(fuse)
                .build();
    }
}

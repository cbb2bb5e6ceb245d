package io.credstream.cli.get;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.audit.Facts;
import io.credstream.audit.answer.ClusterAnswer;
import io.credstream.audit.rotation.KeyUse;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Access.KubeconfigFile;
import io.credstream.model.Cluster.Access.KubeconfigSecret;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.RefusedClaim;
import io.credstream.model.Kind;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of runtimes that were discovered. */
class ClusterAnswerTest {

    private static final Instant NOON = Instant.parse("2025-01-01T12:00:00Z");
    private static final KeyUse NO_KEYS = KeyUse.of(new Facts(Topics.withPrefix("")));
    private static final Cause CAUSE = new Cause.Observation("kcp", Kind.SECRET, "7");

    @Test
    void aRuntimeIsShownWithItsSecretAndSinceWhenThatIsGone() {
        ClusterAnswer row =
                ClusterAnswer.of(member(runtime("kcp.a", NOON)), status("kcp.a", List.of()), List.of(), NO_KEYS);

        assertThat(row.kubeconfig()).isEqualTo("Secret kcp-system/kubeconfig");
        assertThat(row.goneSince()).isEqualTo(NOON);
        assertThat(row.condition()).isEqualTo(Condition.WATCHED);
        assertThat(row.fix()).contains("kcp-system/kubeconfig is gone");
        assertThat(row.cause()).isEqualTo(CAUSE);
    }

    @Test
    void theSameClusterUnderTwoIdsIsSaidOfBoth() {
        var reports = Map.of("kcp.a", status("kcp.a", List.of()), "us.a", status("us.a", List.of()));
        Doubles doubles = new Doubles(reports, List.of("kcp.a", "us.a", "kcp.new"));

        assertThat(doubles.of("kcp.a")).containsExactly("us.a");
        assertThat(doubles.of("us.a")).containsExactly("kcp.a");
        assertThat(doubles.of("kcp.new")).isEmpty();
        assertThat(new Doubles(reports, List.of("kcp.a")).of("kcp.a")).isEmpty();
        assertThat(ClusterAnswer.of(member(runtime("kcp.a", null)), reports.get("kcp.a"), doubles.of("kcp.a"), NO_KEYS)
                        .fix())
                .startsWith("us.a is the same cluster");
    }

    @Test
    void claimsThatWereRefusedAreShown() {
        var refused = new RefusedClaim("kcp-system/x", "kcp.a", RefusedClaim.Reason.IN_FLEET_FILE, "mine");

        ClusterAnswer row =
                ClusterAnswer.of(member(runtime("kcp.b", null)), status("kcp.b", List.of(refused)), List.of(), NO_KEYS);

        assertThat(row.refusedClaims()).containsExactly(refused);
    }

    @Test
    void aFaultIsShownWithItsCodeAndWhenItIsTriedAgain() {
        var fault = new ClusterStatus.Fault("NullPointerException at FeedWatch.list", NOON, NOON.plusSeconds(8));

        ClusterAnswer row = ClusterAnswer.of(
                member(runtime("kcp.a", null)), troubled(Condition.FAULTED, fault, List.of()), List.of(), NO_KEYS);

        assertThat(row.condition()).isEqualTo(Condition.FAULTED);
        assertThat(row.fault()).isEqualTo(fault);
        assertThat(cell("FAULT", row))
                .isEqualTo("NullPointerException at FeedWatch.list since 2025-01-01T12:00:00Z,"
                        + " next try 2025-01-01T12:00:08Z");
    }

    @Test
    void aBudgetIsShownWithWhatItLeavesOut() {
        var use = new ClusterStatus.BudgetUse(Kind.SECRET, ClusterStatus.Budget.OBJECTS, 100, 100, 3);

        ClusterAnswer row = ClusterAnswer.of(
                member(runtime("kcp.a", null)),
                troubled(Condition.OVER_BUDGET, null, List.of(use)),
                List.of(),
                NO_KEYS);

        assertThat(row.condition()).isEqualTo(Condition.OVER_BUDGET);
        assertThat(row.budgets()).containsExactly(use);
        assertThat(cell("BUDGETS", row)).isEqualTo("Secret Objects 100/100 (3 left out)");
    }

    private static String cell(String header, ClusterAnswer row) {
        return ClusterColumns.ALL.stream()
                .filter(column -> column.header().equals(header))
                .findFirst()
                .orElseThrow()
                .text(row);
    }

    private static TopicRecord.Value<ClusterStatus> troubled(
            Condition condition, ClusterStatus.@Nullable Fault fault, List<ClusterStatus.BudgetUse> budgets) {
        return member(new ClusterStatus(
                "kcp.a", condition, "fix", null, "uid", 1, List.of(), List.of(), List.of(), fault, budgets, null,
                CAUSE));
    }

    private static Cluster runtime(String id, @Nullable Instant goneSince) {
        return new Cluster(
                id,
                Role.RUNTIME,
                "kcp",
                "a",
                new KubeconfigSecret(
                        new KubeconfigFile("/kcp", null), "kcp-system", "kubeconfig", "k:1", "user", goneSince),
                List.of("kyma-system"),
                null,
                CAUSE);
    }

    private static TopicRecord.Value<ClusterStatus> status(String id, List<RefusedClaim> refused) {
        return member(new ClusterStatus(
                id,
                Condition.WATCHED,
                null,
                null,
                "uid",
                1,
                List.of(),
                List.of(),
                refused,
                null,
                List.of(),
                null,
                CAUSE));
    }

    private static <V extends Record> TopicRecord.Value<V> member(V value) {
        return new TopicRecord.Value<>("key", value, new Coordinates("topic", 0, 1), NOON);
    }
}

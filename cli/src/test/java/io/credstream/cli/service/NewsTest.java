package io.credstream.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.Cluster.Role;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NewsTest {

    private static final Cause CAUSE = new Cause.Request("test", "test");

    private final Topics topics = Topics.withPrefix("");
    private final News news = new News(topics);
    private long offset;

    @Test
    void aChangeOfConditionIsNewsAndItsRepetitionIsNot() {
        status(Condition.CONNECTING, "wait");
        status(Condition.UNREACHABLE, "check the network");
        assertThat(news.takeLines()).containsExactly("kcp: unreachable; check the network");

        status(Condition.CONNECTING, "wait");
        status(Condition.UNREACHABLE, "check the network");
        assertThat(news.takeLines()).isEmpty();

        status(Condition.WATCHED, null);
        assertThat(news.takeLines()).containsExactly("kcp: watched");
    }

    @Test
    void patchesAreSummedUpAndRefusalsAreNot() {
        report("one", Result.APPLIED, null);
        assertThat(news.takeLines()).containsExactly("kcp: patched ns/one");

        report("one", Result.APPLIED, null);
        report("two", Result.APPLIED, null);
        report("three", Result.UNCHANGED, null);
        report("four", Result.REJECTED, "422 Invalid");
        assertThat(news.takeLines()).containsExactly("kcp: rejected ns/four; 422 Invalid", "kcp: patched 2 Manifests");
    }

    @Test
    void aFuseThatBlowsIsToldOnce() {
        var change = new Cause.Coordinates("credstream.templates", 2, 17);
        Order order = new Order(
                new Order.Target.OfChange("kcp", change),
                new Order.Action.Brake(Order.Action.Mode.PAUSE),
                Order.FUSE,
                "about more than 100 Manifests",
                Instant.EPOCH);
        accept(topics.orders(), order.key(), order);
        accept(topics.orders(), order.key(), order);

        assertThat(news.takeLines())
                .singleElement()
                .asString()
                .startsWith("kcp: holds credstream.templates-2@17, about more than 100 Manifests; ");
    }

    @Test
    void theSummaryCountsWhatIsThere() {
        accept(
                topics.clusters(),
                "kcp",
                new Cluster(
                        "kcp",
                        Role.CONTROL_PLANE,
                        null,
                        null,
                        new Cluster.Access.KubeconfigFile("/k", null),
                        List.of(),
                        null,
                        CAUSE));
        assertThat(news.summary()).startsWith("0 of 1 clusters watched");

        status(Condition.WATCHED, null);
        assertThat(news.summary())
                .isEqualTo("1 of 1 clusters watched, 0 credentials, 0 templates, 0 Manifests, 0 decisions pending");
    }

    private void status(Condition condition, @Nullable String fix) {
        accept(
                topics.clusterStatus(),
                "kcp",
                new ClusterStatus(
                        "kcp", condition, fix, null, null, 0, List.of(), List.of(), List.of(), null, List.of(), null,
                        CAUSE));
    }

    private void report(String name, Result result, @Nullable String reason) {
        ObjectRef manifest = new ObjectRef("kcp", "ns", name);
        accept(topics.applyReports(), manifest.key(), new ApplyReport(manifest, "uid", result, null, reason, 1, CAUSE));
    }

    private <V extends Record> void accept(Topic<V> topic, String key, V value) {
        news.accept(new ConsumerRecord<>(
                topic.name(), 0, offset++, key, topic.serde().encode(value)));
    }
}

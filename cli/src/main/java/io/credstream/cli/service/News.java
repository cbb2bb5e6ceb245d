package io.credstream.cli.service;

import io.credstream.model.ApplyReport;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.Order;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What the log's records mean to somebody who looks on: how things stand, and what has happened since last asked. */
final class News {

    /** A topic as it is read on and on. */
    private static final class Feed<V extends Record> {
        private final Topic<V> topic;
        private final LatestByKey<V> latest = new LatestByKey<>();
        private final Consumer<TopicRecord.Value<V>> listener;

        Feed(Topic<V> topic, Consumer<TopicRecord.Value<V>> listener) {
            this.topic = topic;
            this.listener = listener;
        }

        void accept(ConsumerRecord<String, byte[]> raw) {
            TopicRecord<V> record = TopicRecord.of(topic, raw);
            latest.accept(record);
            if (record instanceof TopicRecord.Value<V> value) {
                listener.accept(value);
            }
        }

        int size() {
            return latest.records().size();
        }
    }

    private final Map<String, Feed<?>> feeds = new HashMap<>();
    private final Feed<Cluster> clusters;
    private final Feed<ClusterStatus> statuses;
    private final Feed<?> credentials;
    private final Feed<?> templates;
    private final Feed<?> manifests;
    private final Feed<?> pending;

    private final Map<String, String> conditions = new HashMap<>();
    private final Set<Order> fuses = new HashSet<>();
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> patched = new TreeMap<>();
    private final Map<String, String> lastPatched = new HashMap<>();

    News(Topics topics) {
        clusters = feed(topics.clusters(), this::ignore);
        statuses = feed(topics.clusterStatus(), this::condition);
        credentials = feed(topics.credentials(), this::ignore);
        templates = feed(topics.templates(), this::ignore);
        manifests = feed(topics.manifests(), this::ignore);
        pending = feed(topics.manifestUpdates(), this::ignore);
        feed(topics.applyReports(), this::report);
        feed(topics.orders(), this::fuse);
    }

    void accept(ConsumerRecord<String, byte[]> raw) {
        Feed<?> feed = feeds.get(raw.topic());
        if (feed != null) {
            feed.accept(raw);
        }
    }

    /** What has happened since the last call, a line each; patches of one cluster are summed up. */
    List<String> takeLines() {
        List<String> all = new ArrayList<>(lines);
        patched.forEach((cluster, count) -> all.add(
                count == 1
                        ? cluster + ": patched " + lastPatched.get(cluster)
                        : cluster + ": patched " + count + " Manifests"));
        lines.clear();
        patched.clear();
        return all;
    }

    /** How things stand, in a line. */
    String summary() {
        long watched = clusters.latest.records().keySet().stream()
                .filter(id -> statuses.latest
                        .get(id)
                        .map(ClusterStatus::condition)
                        .filter(Condition::isWatching)
                        .isPresent())
                .count();
        return "%d of %d clusters watched, %d credentials, %d templates, %d Manifests, %d decisions pending"
                .formatted(
                        watched,
                        clusters.size(),
                        credentials.size(),
                        templates.size(),
                        manifests.size(),
                        pending.size());
    }

    private <V extends Record> Feed<V> feed(Topic<V> topic, Consumer<TopicRecord.Value<V>> listener) {
        Feed<V> feed = new Feed<>(topic, listener);
        feeds.put(topic.name(), feed);
        return feed;
    }

    private void ignore(TopicRecord.Value<? extends Record> record) {
        // How many there are is all that is shown.
    }

    private void condition(TopicRecord.Value<ClusterStatus> record) {
        ClusterStatus status = record.value();
        if (status.condition() == Condition.CONNECTING) {
            return; // On the way to something that will be said.
        }
        String text = words(status.condition()) + fix(status.fix());
        if (!text.equals(conditions.put(status.cluster(), text))) {
            lines.add(status.cluster() + ": " + text);
        }
    }

    private void report(TopicRecord.Value<ApplyReport> record) {
        ApplyReport report = record.value();
        String cluster = report.manifest().cluster();
        String manifest =
                report.manifest().namespace() + "/" + report.manifest().name();
        switch (report.result()) {
            case APPLIED -> {
                patched.merge(cluster, 1, Integer::sum);
                lastPatched.put(cluster, manifest);
            }
            case REJECTED, CONFLICT, SUPERSEDED ->
                lines.add(cluster + ": " + words(report.result()) + " " + manifest + fix(report.reason()));
            case UNCHANGED, UNAVAILABLE, HELD -> {
                // The cluster's condition says more, or the fuse has said so.
            }
        }
    }

    /** Every partition has it. */
    private void fuse(TopicRecord.Value<Order> record) {
        Order order = record.value();
        if (order.user().equals(Order.FUSE)
                && order.target() instanceof OfChange(String cluster, Cause change)
                && fuses.add(order)) {
            lines.add(cluster + ": holds " + change.describe() + ", " + order.reason()
                    + "; 'credstream get held' says of what, 'credstream release' lets it go");
        }
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String fix(@Nullable String fix) {
        return fix == null ? "" : "; " + fix;
    }
}

package io.credstream.audit;

import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Gap;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.LabelSelector;
import io.credstream.model.Layer;
import io.credstream.model.LayerSelector;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ManifestAnnotations;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Pin;
import io.credstream.model.Template;
import io.credstream.model.Template.TemplateLayer;
import io.credstream.model.Version;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.SelectorJson;
import io.credstream.testkit.model.ClusterBuilder;
import io.credstream.testkit.model.CredentialBuilder;
import io.credstream.testkit.model.ManifestBuilder;
import io.credstream.testkit.model.StatusBuilder;
import io.credstream.testkit.model.TemplateBuilder;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A log that a test writes, a record a second, in words in which everything that does not matter is left out. */
public final class TestLog {

    public static final Topics TOPICS = Topics.withPrefix("");
    public static final String KCP = "kcp";
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final Cause CAUSE = new Cause.Request("test", "test");

    private record Entry<V extends Record>(Topic<V> topic, TopicRecord<V> record) {
        void into(LogSink sink) {
            sink.accept(topic, record);
        }
    }

    private final List<Entry<?>> entries = new ArrayList<>();
    private final Map<String, Long> ends = new HashMap<>();
    private Instant now = START;
    private long version = 1;

    public Instant now() {
        return now;
    }

    /** Nothing happens for a while. */
    public TestLog pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    /** A control plane that is watched. */
    public TestLog controlPlane() {
        return controlPlane(null);
    }

    /** As {@link #controlPlane()}; one change may rewrite that many of its Manifests. */
    public TestLog controlPlane(@Nullable Integer fuse) {
        return controlPlaneAlone(fuse).status(Condition.WATCHED);
    }

    /** The control plane is in the fleet; how it is watched is known already. */
    public TestLog controlPlaneAlone() {
        return controlPlaneAlone(null);
    }

    private TestLog controlPlaneAlone(@Nullable Integer fuse) {
        Cluster cluster =
                ClusterBuilder.controlPlane(KCP).cause(CAUSE).fuse(fuse).build();
        return put(TOPICS.clusters(), KCP, cluster);
    }

    public TestLog status(Condition condition, Gap... gaps) {
        return put(
                TOPICS.clusterStatus(),
                KCP,
                StatusBuilder.of(KCP)
                        .condition(condition)
                        .everythingListed()
                        .gaps(gaps)
                        .cause(CAUSE)
                        .build());
    }

    /** The control plane is no longer in the fleet; what is known of it stays in the log. */
    public TestLog leave() {
        entries.add(new Entry<>(
                TOPICS.clusters(), new TopicRecord.Tombstone<>(KCP, null, place(TOPICS.clusters()), tick())));
        return this;
    }

    /** All of the control plane has been listed in an epoch. */
    public TestLog listedIn(Instant epoch) {
        ClusterStatus before = facts().latest(TOPICS.clusterStatus()).get(KCP).orElseThrow();
        return put(
                TOPICS.clusterStatus(),
                KCP,
                before.in(new ClusterStatus.Epoch(epoch, epoch, List.of(Kind.values()), 0, 0)));
    }

    /** A gap, since which templates have not been listed; all was before. */
    public TestLog gap(Instant begun) {
        ClusterStatus before = facts().latest(TOPICS.clusterStatus()).get(KCP).orElseThrow();
        return put(
                TOPICS.clusterStatus(),
                KCP,
                before.in(new ClusterStatus.Epoch(
                        begun, begun.minusSeconds(60), List.of(Kind.SECRET, Kind.MANIFEST), 0, 0)));
    }

    /** As {@link #manifest(String, String)}, observed in an epoch. */
    public TestLog manifestIn(Instant epoch, String name, String module) {
        manifest(name, module);
        Manifest seen = facts().latest(TOPICS.manifests()).get(ref(name).key()).orElseThrow();
        return put(TOPICS.manifests(), ref(name).key(), seen.observedIn(epoch));
    }

    /** Objects of the cluster are left out, or soon will be. */
    public TestLog budgets(Condition condition, ClusterStatus.BudgetUse... budgets) {
        return put(
                TOPICS.clusterStatus(),
                KCP,
                StatusBuilder.of(KCP)
                        .condition(condition)
                        .budgets(budgets)
                        .cause(CAUSE)
                        .build());
    }

    /** A credential for {@code reg.io} whose content, fingerprint and label are these words. */
    public TestLog credential(String name, String label, String content) {
        return put(TOPICS.credentials(), ref(name).key(), credentialOf(name, label, content));
    }

    public Credential credentialOf(String name, String label, String content) {
        return CredentialBuilder.of(ref(name))
                .at(next())
                .labels(Map.of("cred", label))
                .content("reg.io", content)
                .cause(CAUSE)
                .build();
    }

    /** A template of a module whose install layer selects that label; none if absent. */
    public TestLog template(String module, @Nullable String label) {
        return put(TOPICS.templates(), ref(module).key(), templateOf(module, label));
    }

    public Template templateOf(String module, @Nullable String label) {
        LayerSelector selector = label == null
                ? new LayerSelector.Unlabelled()
                : new LayerSelector.Labelled(LabelSelector.of(Map.of("cred", label)));
        return TemplateBuilder.of(ref(module))
                .at(next())
                .component("kyma.io/" + module, "1.0.0")
                .module(module, null)
                .layers(new TemplateLayer(Layer.INSTALL, selector))
                .cause(CAUSE)
                .build();
    }

    /** A Manifest of a module, as lifecycle-manager makes it. */
    public TestLog manifest(String name, String module) {
        ManifestLayer bare = new ManifestLayer(Layer.INSTALL, null, null);
        return manifest(name, module, bare, ManifestAnnotations.NONE);
    }

    private TestLog manifest(String name, String module, ManifestLayer layer, ManifestAnnotations annotations) {
        return put(
                TOPICS.manifests(),
                ref(name).key(),
                ManifestBuilder.of(ref(name))
                        .at(next())
                        .component("kyma.io/" + module, "1.0.0")
                        .module(module, null)
                        .annotated()
                        .layers(List.of(layer))
                        .annotations(annotations)
                        .cause(CAUSE)
                        .build());
    }

    /** A Manifest's install layer is pinned to that label, or to nothing. */
    public TestLog pin(String name, @Nullable String label, @Nullable Instant expires) {
        return put(TOPICS.pins(), ref(name).key(), pinOf(name, label, expires));
    }

    /** An operator orders that of everything. */
    public TestLog brake(Mode mode) {
        Order order = new Order(new Order.Target.All(), new Order.Action.Brake(mode), "alice", "rollout", now);
        return put(TOPICS.orders(), order.key(), order);
    }

    /** The last pin is taken back. */
    public TestLog release(String name) {
        Pin pin = facts().latest(TOPICS.pins()).get(ref(name).key()).orElseThrow();
        return put(TOPICS.pins(), ref(name).key(), pin.released(new Pin.Release("bob", "over", now)));
    }

    public Pin pinOf(String name, @Nullable String label, @Nullable Instant expires) {
        String selector = label == null ? null : SelectorJson.of(LabelSelector.of(Map.of("cred", label)));
        return new Pin(
                ref(name),
                List.of(new Pin.PinnedLayer(Layer.INSTALL, selector)),
                now,
                "alice",
                "outage",
                now,
                expires,
                null);
    }

    /** A Manifest becomes what is decided about it. */
    public TestLog carriedOut(String name) {
        Manifest manifest =
                facts().latest(TOPICS.manifests()).get(ref(name).key()).orElseThrow();
        if (Fleet.of(facts()).decide(ref(name), CAUSE) instanceof Decision.Update(ManifestUpdate update, var ends)) {
            ManifestLayer layer = manifest.layers().getFirst();
            String selector = update.layers().isEmpty()
                    ? layer.canonical()
                    : update.layers().getFirst().desired();
            return manifest(
                    name,
                    manifest.moduleName() == null ? "" : manifest.moduleName(),
                    new ManifestLayer(Layer.INSTALL, selector, selector),
                    update.desired());
        }
        throw new IllegalStateException("nothing is decided about " + name);
    }

    /** Another field manager owns the selector of a Manifest's install layer too. */
    public TestLog ownedToo(String name, String manager) {
        Manifest seen = facts().latest(TOPICS.manifests()).get(ref(name).key()).orElseThrow();
        ManifestLayer layer = seen.layers().getFirst();
        return manifest(
                name,
                seen.moduleName() == null ? "" : seen.moduleName(),
                new ManifestLayer(layer.layer(), layer.selector(), layer.canonical(), List.of(manager)),
                seen.annotations());
    }

    /** Lifecycle-manager's status moves after a write of ours. */
    public TestLog reconciled(String name) {
        Manifest seen = facts().latest(TOPICS.manifests()).get(ref(name).key()).orElseThrow();
        return put(
                TOPICS.manifests(),
                ref(name).key(),
                ManifestBuilder.like(seen)
                        .at(next())
                        .verdict(new Manifest.Verdict("Ready", Manifest.Verdict.Code.NONE, true))
                        .cause(CAUSE)
                        .build());
    }

    /** Every record of a key. */
    public <V extends Record> List<TopicRecord<V>> history(Topic<V> topic, String name) {
        List<TopicRecord<V>> history = new ArrayList<>();
        replay(new LogSink() {
            @Override
            @SuppressWarnings("unchecked") // of the same topic
            public <W extends Record> void accept(Topic<W> other, TopicRecord<W> record) {
                String key = switch (record) {
                    case TopicRecord.Value<W> value -> value.key();
                    case TopicRecord.Tombstone<W> gone -> gone.key();
                    case TopicRecord.Unreadable<W> unreadable -> "";
                };
                if (other.equals(topic) && key.equals(ref(name).key())) {
                    history.add((TopicRecord<V>) record);
                }
            }
        });
        return history;
    }

    /** A decision about a Manifest that nobody has carried out. */
    public TestLog pending(String name) {
        if (Fleet.of(facts()).decide(ref(name), CAUSE) instanceof Decision.Update(ManifestUpdate update, var ends)) {
            return put(TOPICS.manifestUpdates(), ref(name).key(), update);
        }
        throw new IllegalStateException("nothing is decided about " + name);
    }

    public <V extends Record> TestLog put(Topic<V> topic, String key, V value) {
        entries.add(new Entry<>(topic, new TopicRecord.Value<>(key, value, place(topic), tick())));
        return this;
    }

    public <V extends Record> TestLog delete(Topic<V> topic, String name) {
        Deletion deletion = new Deletion(Deletion.Reason.WATCH, "uid", next(), CAUSE);
        entries.add(new Entry<>(topic, new TopicRecord.Tombstone<>(ref(name).key(), deletion, place(topic), tick())));
        return this;
    }

    public static ObjectRef ref(String name) {
        return new ObjectRef(KCP, "kcp-system", name);
    }

    /** All that was written. */
    public Facts facts() {
        return factsAt(Instant.MAX);
    }

    /** What was written until then. */
    public Facts factsAt(Instant moment) {
        Facts facts = new Facts(TOPICS);
        replayUntil(moment, facts);
        return facts;
    }

    /** All that was written, in order. */
    public void replay(LogSink sink) {
        entries.forEach(entry -> entry.into(sink));
    }

    /** What was written until then, in order. */
    public void replayUntil(Instant moment, LogSink sink) {
        entries.stream().filter(entry -> !entry.record().time().isAfter(moment)).forEach(entry -> entry.into(sink));
    }

    /** What was written after that, in order. */
    public void replayAfter(Instant moment, LogSink sink) {
        entries.stream().filter(entry -> entry.record().time().isAfter(moment)).forEach(entry -> entry.into(sink));
    }

    private Coordinates place(Topic<?> topic) {
        return new Coordinates(topic.name(), 0, ends.merge(topic.name(), 1L, Long::sum) - 1);
    }

    private Instant tick() {
        now = now.plusSeconds(1);
        return now;
    }

    private Version next() {
        return new Version(1, Long.toString(version++));
    }
}

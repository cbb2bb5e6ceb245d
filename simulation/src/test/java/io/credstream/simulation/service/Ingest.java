package io.credstream.simulation.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.Cause;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.model.ClusterStatus.Epoch;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Deletion;
import io.credstream.model.Version;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Event;
import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.cluster.ModuleTemplate;
import io.credstream.simulation.cluster.Secret;
import io.credstream.simulation.log.SimulatedLog;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for ingest on one cluster: three feeds, each of which lists and then follows what happens, and the epochs of the
 * cluster's watch. Its promises are those of the real one (ADR 6, 16, 22); what it does within them is as adverse as it can be.
 */
public final class Ingest {

    private static final Set<Kind> BINDABLE = EnumSet.of(Kind.SECRET, Kind.TEMPLATE);

    private static final class Feed {
        /** The index of the next event. */
        private int next;

        private boolean listed;

        /** Whether it is listed since the epoch began. */
        private boolean current;

        /** What was reported as it happened. */
        private final List<Event> said = new ArrayList<>();

        /** By name and version, the earliest epoch in which something was reported. */
        private final Map<String, Instant> reported = new TreeMap<>();

        /** Whether nobody may list or watch it. */
        private boolean forbidden;

        /** At which version each object was reported last that counts as present. */
        private final Map<String, Event> inventory = new TreeMap<>();
    }

    private final ApiServer cluster;
    private final Topics topics;
    private final SimulatedLog log;
    private final LongSupplier clock;
    private final Collaborators with;
    private final Map<Kind, Feed> feeds = new TreeMap<>();
    private Instant epoch = Instant.EPOCH;
    private @Nullable Instant bindable;
    private boolean dirty;

    public Ingest(ApiServer cluster, Topics topics, SimulatedLog log, LongSupplier clock, Collaborators with) {
        this.cluster = cluster;
        this.topics = topics;
        this.log = log;
        this.clock = clock;
        this.with = with;
        for (Kind kind : Kind.values()) {
            feeds.put(kind, new Feed());
        }
    }

    /** The cluster is taken over: whatever was followed before may have been missed. */
    public void takeOver() {
        beginEpoch();
        feeds.values().forEach(feed -> feed.listed = false);
        feeds.values().forEach(feed -> feed.current = false);
        sayStatus();
    }

    /** A feed loses its place, so that only a list can tell what there is. */
    public void lose(Kind kind) {
        Feed feed = feed(kind);
        feed.listed = false;
        if (BINDABLE.contains(kind)) {
            beginEpoch();
            feeds.forEach((each, other) -> other.current = BINDABLE.contains(each) && each != kind && other.listed);
            sayStatus();
        }
    }

    /** A right is taken away, or granted again: as long as it is missing nothing of a kind can be listed. */
    public void permit(Kind kind, boolean permitted) {
        boolean lost = !permitted && !feed(kind).forbidden;
        feed(kind).forbidden = !permitted;
        if (lost) {
            lose(kind);
        }
    }

    /** The earliest epoch in which a Manifest was reported in a version. */
    public Instant observedIn(String name, String version) {
        return Objects.requireNonNull(feed(Kind.MANIFEST).reported.get(name + "@" + version));
    }

    /** The last epoch in which templates and Secrets were all listed. */
    public @Nullable Instant bindable() {
        return bindable;
    }

    private void beginEpoch() {
        Instant now = Instant.ofEpochMilli(clock.getAsLong());
        epoch = now.isAfter(epoch) ? now : epoch.plusMillis(1);
        dirty = false;
    }

    /** Kinds that have to be listed, and that may be. */
    public List<Kind> unlisted() {
        return feeds.entrySet().stream()
                .filter(feed -> !feed.getValue().listed && !feed.getValue().forbidden)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Kinds of which something has happened that was not reported. */
    public List<Kind> behind() {
        return feeds.entrySet().stream()
                .filter(feed -> feed.getValue().listed
                        && feed.getValue().next < cluster.events().size())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether a feed has become current, and nobody was told. */
    public boolean hasNews() {
        return dirty;
    }

    /**
     * Lists a kind.
     *
     * @param again how many of a hundred objects are reported that have not changed
     * @param part how many of a hundred are reported before the list breaks off; 100 for all
     */
    public void list(Kind kind, RandomGenerator random, int again, int part) {
        Feed feed = feed(kind);
        List<Event> objects = new ArrayList<>(cluster.objects(kind).values());
        for (int i = objects.size() - 1; i > 0; i--) {
            java.util.Collections.swap(objects, i, random.nextInt(i + 1));
        }
        for (Event event : objects) {
            if (random.nextInt(100) >= part) {
                return;
            }
            Event known = feed.inventory.get(event.name());
            if (known == null || known.version() != event.version() || random.nextInt(100) < again) {
                say(event);
                feed.said.add(event);
                feed.inventory.put(event.name(), event);
            }
        }
        for (String name : new TreeSet<>(feed.inventory.keySet())) {
            if (cluster.object(kind, name).isEmpty()) {
                Event last = Objects.requireNonNull(feed.inventory.remove(name));
                sayGone(last, cluster.version(), Deletion.Reason.RESYNC);
            }
        }
        feed.next = cluster.events().size();
        feed.listed = true;
        feed.current = true;
        dirty = true;
    }

    /** Reports what happened next to a kind. */
    public void follow(Kind kind) {
        Feed feed = feed(kind);
        while (feed.next < cluster.events().size()) {
            Event event = cluster.events().get(feed.next++);
            if (event.kind() == kind) {
                report(feed, event);
                return;
            }
        }
    }

    private void report(Feed feed, Event event) {
        feed.said.add(event);
        if (event.object() != null) {
            say(event);
            feed.inventory.put(event.name(), event);
        } else {
            feed.inventory.remove(event.name());
            sayGone(event, event.version(), Deletion.Reason.WATCH);
        }
    }

    /** Says something again that was said before: it can be older than what was said last. */
    public void sayOld(Kind kind, RandomGenerator random) {
        List<Event> said = feed(kind).said;
        if (!said.isEmpty()) {
            Event event = said.get(random.nextInt(said.size()));
            if (event.object() != null) {
                say(event);
            } else {
                sayGone(event, event.version(), Deletion.Reason.WATCH);
            }
        }
    }

    /** What has become current is said after what was listed. */
    public void sayStatus() {
        dirty = false;
        List<io.credstream.model.Kind> current = feeds.entrySet().stream()
                .filter(feed -> feed.getValue().current)
                .map(feed -> Projection.kind(feed.getKey()))
                .toList();
        if (BINDABLE.stream().allMatch(kind -> feed(kind).current)) {
            bindable = epoch;
        }
        List<KindStatus> kinds = feeds.entrySet().stream()
                .map(feed -> new KindStatus(
                        Projection.kind(feed.getKey()),
                        "v1",
                        feed.getValue().listed || !feed.getValue().inventory.isEmpty(),
                        null))
                .toList();
        int partition = topics.credentials().partition(cluster.id() + "/x/x", log.partitions());
        ClusterStatus status = new ClusterStatus(
                cluster.id(),
                feeds.values().stream().allMatch(feed -> feed.listed) ? Condition.WATCHED : Condition.CONNECTING,
                null,
                null,
                null,
                1,
                kinds,
                List.of(),
                List.of(),
                null,
                List.of(),
                new Epoch(
                        epoch,
                        bindable,
                        current,
                        log.end(new TopicPartition(topics.credentials().name(), partition)),
                        log.end(new TopicPartition(topics.templates().name(), partition))),
                new Cause.Request("ingest", "status"));
        append(topics.clusterStatus(), cluster.id(), with.observed(status));
    }

    private void say(Event event) {
        String id = cluster.id();
        switch (event.object()) {
            case Secret secret -> {
                var credential = Projection.credential(id, event, secret);
                append(
                        topics.credentials(),
                        credential.ref().key(),
                        with.observed(credential.observedAt(with.version(credential.version()), credential.cause())));
            }
            case ModuleTemplate made -> {
                var template = Projection.template(id, event, made);
                append(
                        topics.templates(),
                        template.ref().key(),
                        with.observed(template.observedAt(with.version(template.version()), template.cause())));
            }
            case ObjectNode node -> {
                feed(Kind.MANIFEST).reported.putIfAbsent(event.name() + "@" + event.version(), epoch);
                var manifest = Projection.manifest(id, event, node, epoch);
                append(
                        topics.manifests(),
                        manifest.ref().key(),
                        with.observed(manifest.observedAt(with.version(manifest.version()), manifest.cause())
                                .observedIn(epoch)));
            }
            case null, default -> throw new IllegalStateException("no such object");
        }
    }

    private void sayGone(Event last, long version, Deletion.Reason reason) {
        Deletion deletion = with.observed(new Deletion(
                reason,
                last.uid(),
                with.version(new Version(1, Long.toString(version))),
                Projection.cause(cluster.id(), last)));
        Topic<?> topic = switch (last.kind()) {
            case SECRET -> topics.credentials();
            case TEMPLATE -> topics.templates();
            case MANIFEST -> topics.manifests();
        };
        log.append(
                topic.tombstone(Projection.ref(cluster.id(), last.name()).key(), deletion, log.partitions()),
                clock.getAsLong());
    }

    private <V extends Record> void append(Topic<V> topic, String key, V value) {
        for (ProducerRecord<String, byte[]> record : topic.records(key, value, log.partitions())) {
            log.append(nullable(record), clock.getAsLong());
        }
    }

    /** A record with a value is one that may have none. */
    @SuppressWarnings("NullAway")
    static ProducerRecord<String, byte @Nullable []> nullable(ProducerRecord<String, byte[]> record) {
        return record;
    }

    private Feed feed(Kind kind) {
        return Objects.requireNonNull(feeds.get(kind));
    }
}

package io.credstream.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.model.BindingState;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.ObjectRef;
import io.credstream.model.Pin;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.guarantee.Change;
import io.credstream.simulation.guarantee.Guarantee;
import io.credstream.simulation.guarantee.HistoryIsTrue;
import io.credstream.simulation.guarantee.Situation;
import io.credstream.simulation.log.Entry;
import io.credstream.simulation.log.SimulatedLog;
import io.credstream.simulation.service.Collaborators;
import io.credstream.simulation.service.Hindsight;
import io.credstream.simulation.service.Ingest;
import io.credstream.simulation.service.Network;
import io.credstream.simulation.service.SinkNode;
import io.credstream.simulation.service.StreamTask;
import io.credstream.simulation.service.Tasks;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/** Clusters, a log and the services, and the time in which they live. */
final class World implements Situation {

    static final Topics TOPICS = Topics.withPrefix("w.");
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final Trace trace;
    private final Coverage coverage;
    private final List<Guarantee> guarantees;
    private final SimulatedLog log;
    private final Map<String, ApiServer> clusters = new TreeMap<>();
    private final Map<String, Ingest> ingests = new TreeMap<>();
    private final List<StreamTask<?, ?>> tasks;
    private final Network network;
    private final List<SinkNode> sinks = new ArrayList<>();
    private final Map<Integer, Integer> assigned = new TreeMap<>();
    private final Set<String> dead = new TreeSet<>();
    private final Map<String, String> latest = new TreeMap<>();
    private final Map<String, Pin> pins = new TreeMap<>();
    private final Map<TopicPartition, Long> compactable = new HashMap<>();
    private final Set<ObjectRef> rejected = new TreeSet<>();
    private final List<Entry> written = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private long now = BEGINNING.toEpochMilli();

    World(Schedule schedule, Collaborators with, List<Guarantee> guarantees, Trace trace, Coverage coverage) {
        this.trace = trace;
        this.coverage = coverage;
        this.guarantees = List.copyOf(guarantees);
        Schedule.Setup setup = schedule.setup();
        RandomGenerator products = new SplittableRandom(schedule.seed());
        log = new SimulatedLog(TOPICS, setup.partitions(), this::appended, with::sent);
        network = new Network(this::cluster, this::patched);
        for (int i = 0; i < setup.controlPlanes(); i++) {
            ApiServer cluster = new ApiServer("kcp-" + i);
            clusters.put(cluster.id(), cluster);
            ingests.put(cluster.id(), new Ingest(cluster, TOPICS, log, () -> now, with));
        }
        tasks = Tasks.of(
                TOPICS, log, () -> now, products, () -> failures.add("a stage could not handle a record"), with);
        Map<Integer, SinkNode.Committed> committed = new TreeMap<>();
        for (int i = 0; i < 2; i++) {
            sinks.add(new SinkNode(TOPICS, log, () -> now, network, products, with, committed, failures::add));
        }
        clusters.keySet().forEach(this::join);
        tasks.forEach(StreamTask::start);
        sinks.forEach(SinkNode::start);
        for (int i = 0; i < setup.partitions(); i++) {
            assigned.put(i, i % sinks.size());
        }
        ingests.values().forEach(Ingest::takeOver);
    }

    private void join(String id) {
        Cluster cluster = new Cluster(
                id,
                Cluster.Role.CONTROL_PLANE,
                null,
                null,
                new Cluster.Access.KubeconfigFile("/nowhere", null),
                List.of("kcp-system"),
                null,
                new Cause.Request("operator", "fleet apply"));
        TOPICS.clusters().records(id, cluster, log.partitions()).forEach(record -> log.append(nullable(record), now));
    }

    @SuppressWarnings("NullAway") // a record with a value is one that may have none
    static org.apache.kafka.clients.producer.ProducerRecord<String, byte @org.jspecify.annotations.Nullable []>
            nullable(org.apache.kafka.clients.producer.ProducerRecord<String, byte[]> record) {
        return record;
    }

    private void appended(Entry entry) {
        coverage.appended(entry);
        trace.say(entry.topic() + "-" + entry.partition() + "@" + entry.offset() + " " + entry.key()
                + (entry.value() == null ? " is gone" : ""));
        byte[] value = entry.value();
        if (value != null) {
            trace.mix(value);
        }
        written.add(entry);
        if (entry.topic().equals(TOPICS.manifestUpdates().name())) {
            if (value == null) {
                latest.remove(entry.key());
            } else {
                latest.put(entry.key(), entry.topic());
                decided(TOPICS.manifestUpdates().serde().decode(value));
            }
        }
    }

    private void decided(ManifestUpdate update) {
        String state = update.desired().state();
        if (state == null || state.equals(BindingState.PINNED.display())) {
            return; // what operators want, and withdrawals, wait for no template
        }
        Ingest ingest = Objects.requireNonNull(ingests.get(update.manifest().cluster()));
        Instant observed =
                ingest.observedIn(update.manifest().name(), update.observed().resourceVersion());
        guarantees.forEach(guarantee -> guarantee.decided(update.manifest().toString(), observed, ingest.bindable()));
    }

    private void patched(ApiServer cluster, ManifestUpdate update, ObjectNode before, ObjectNode after) {
        trace.say("  " + cluster.id() + "/" + update.manifest().name() + " is written: " + after.at("/spec") + " "
                + after.at("/metadata/annotations"));
        long seen = Long.parseLong(update.observed().resourceVersion());
        guarantees.forEach(guarantee -> guarantee.patching(update.uid(), seen, before, after));
        guarantees.forEach(guarantee -> guarantee.patched(cluster, before, after));
    }

    /** Tells all guarantees that something happened. */
    void tell(Change change) {
        trace.say("  " + change);
        guarantees.forEach(guarantee -> guarantee.happened(change));
    }

    void say(String what) {
        trace.say(what);
    }

    /** Throws what nothing in a world without broken records should lead to. */
    void requireNoFailure() {
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.getFirst());
        }
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(now);
    }

    void pass(Duration time) {
        now += time.toMillis();
    }

    /**
     * What is said from now on may be older than what was said before. If compaction left the older one only, nobody could know better; that
     * takes an ingest that breaks its promise of order for longer than the topic's lag, which is not played here.
     */
    void rememberWhatMayBeCompacted() {
        for (Topic<?> topic : List.of(TOPICS.credentials(), TOPICS.templates(), TOPICS.manifests())) {
            for (int i = 0; i < log.partitions(); i++) {
                TopicPartition place = new TopicPartition(topic.name(), i);
                compactable.putIfAbsent(place, log.end(place));
            }
        }
    }

    /** Up to where a partition may be compacted. */
    long compactable(TopicPartition place) {
        return Math.min(compactable.getOrDefault(place, Long.MAX_VALUE), log.end(place));
    }

    SimulatedLog log() {
        return log;
    }

    @Override
    public List<ApiServer> clusters() {
        return List.copyOf(clusters.values());
    }

    @Override
    public Set<String> pending() {
        return Collections.unmodifiableSet(new TreeSet<>(latest.keySet())); // in order, as it is told in a trace
    }

    @Override
    public long line() {
        return written.size();
    }

    @Override
    public Map<String, HistoryIsTrue.Told> told(long line, Instant moment) {
        return Hindsight.of(TOPICS, written.subList(0, Math.toIntExact(line)), moment);
    }

    /** The situation of all other control planes. */
    Situation without(String cluster) {
        return new Situation() {
            @Override
            public List<ApiServer> clusters() {
                return World.this.clusters().stream()
                        .filter(other -> !other.id().equals(cluster))
                        .toList();
            }

            @Override
            public Instant now() {
                return World.this.now();
            }

            @Override
            public long line() {
                return World.this.line();
            }

            @Override
            public Map<String, HistoryIsTrue.Told> told(long line, Instant moment) {
                return World.this.told(line, moment);
            }

            @Override
            public Set<String> pending() {
                Set<String> pending = new TreeSet<>(World.this.pending());
                pending.removeIf(manifest -> manifest.startsWith(cluster + "/"));
                return pending;
            }
        };
    }

    /** Pins that nobody took back, by key. */
    Map<String, Pin> pins() {
        return pins;
    }

    /** Manifests that an API server has refused for their content. */
    Set<ObjectRef> rejected() {
        return rejected;
    }

    ApiServer cluster(String id) {
        return Objects.requireNonNull(clusters.get(id));
    }

    Ingest ingest(ApiServer cluster) {
        return Objects.requireNonNull(ingests.get(cluster.id()));
    }

    void grantAllRights() {
        ingests.values().forEach(ingest -> {
            for (ApiServer.Kind kind : ApiServer.Kind.values()) {
                ingest.permit(kind, true);
            }
        });
    }

    List<StreamTask<?, ?>> tasks() {
        return tasks;
    }

    Network network() {
        return network;
    }

    List<SinkNode> sinks() {
        return sinks;
    }

    /** Control planes that answer nobody. */
    Set<String> dead() {
        return dead;
    }

    /** A partition of decisions goes to another sink, as soon as nobody has to do with it. */
    void assign(int partition, int sink) {
        int before = assigned.getOrDefault(partition, sink);
        assigned.put(partition, sink);
        if (before != sink && sinks.get(before).isRunning() && sinks.get(before).owns(partition)) {
            sinks.get(before).leave(partition);
        }
    }

    /** Sinks take over what is theirs and nobody else's any more. */
    void takeOver() {
        assigned.forEach((partition, sink) -> {
            SinkNode owner = sinks.get(sink);
            if (owner.isRunning() && sinks.stream().noneMatch(other -> other.holds(partition))) {
                owner.open(partition);
            }
        });
    }
}

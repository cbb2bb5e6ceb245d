package io.credstream.audit;

import io.credstream.model.Binding;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.KindStatus;
import io.credstream.model.Credential;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Pin;
import io.credstream.processor.domain.Affected;
import io.credstream.processor.domain.BindOutcome;
import io.credstream.processor.domain.Bindings;
import io.credstream.processor.domain.Decision;
import io.credstream.processor.domain.Decisions;
import io.credstream.processor.domain.Honoured;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fleet as the log has it at some point, under the same code that decides in the processor.
 *
 * <p>It can be taken further, record by record; {@link #accept} then says which Manifests a record touches, as the processor's
 * stages do. What it says depends on the records alone, not on when they were read. Not thread-safe.
 */
public final class Fleet implements LogSink {

    /** What a record of a topic changes, and which Manifests that touches. */
    private record Effect<V extends Record>(
            Function<TopicRecord.Value<V>, Set<ObjectRef>> known,
            Function<TopicRecord.Tombstone<V>, Set<ObjectRef>> gone) {}

    private final Facts facts;
    private final Bindings bind = new Bindings();
    private final Decisions decisions = new Decisions();
    private final Selection selection;
    private final SortedMap<ObjectRef, Binding> bindings = new TreeMap<>();
    private final Map<String, Effect<?>> effects = new HashMap<>();
    private final SortedSet<String> unlisted = new TreeSet<>();

    private Fleet(Facts facts) {
        this.facts = facts;
        this.selection = new Selection(facts, decisions);
        Topics topics = facts.topics();
        on(topics.clusters(), cluster -> bind.put(cluster.value()), gone -> bind.removeCluster(gone.key()));
        on(topics.clusterStatus(), status -> bind.put(status.value()), gone -> bind.removeStatus(gone.key()));
        on(topics.credentials(), seen -> bind.put(seen.value()), gone -> bind.removeCredential(ref(gone)));
        on(topics.templates(), seen -> bind.put(seen.value()), gone -> bind.removeTemplate(ref(gone)));
        effects.put(
                topics.manifests().name(),
                new Effect<Manifest>(seen -> decisions.put(seen.value()), gone -> decisions.removeManifest(ref(gone))));
        effects.put(
                topics.pins().name(),
                new Effect<Pin>(said -> pin(said.value()), gone -> decisions.removePin(ref(gone))));
        effects.put(topics.orders().name(), new Effect<Order>(given -> decisions.put(given.value()), gone -> Set.of()));
    }

    /**
     * The fleet as some facts have it. A cluster that was not listed completely at that point counts as if what is known of it
     * were all that there is; see {@link #unlisted}.
     */
    public static Fleet of(Facts facts) {
        Fleet fleet = new Fleet(facts);
        fleet.settle();
        return fleet;
    }

    /** Goes on from here with what comes after it in the log. The facts that it was made of go along. */
    @Override
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        take(topic, record);
    }

    /** As {@link #accept}; which Manifests are to be decided anew, in order. */
    public <V extends Record> SortedSet<ObjectRef> take(Topic<V> topic, TopicRecord<V> record) {
        Effect<V> effect = effect(topic);
        if (!facts.take(topic, record) || effect == null) {
            return Collections.emptySortedSet();
        }
        SortedSet<ObjectRef> touched = switch (record) {
            case TopicRecord.Value<V> value -> new TreeSet<>(effect.known().apply(value));
            case TopicRecord.Tombstone<V> tombstone ->
                new TreeSet<>(effect.gone().apply(tombstone));
            case TopicRecord.Unreadable<V> unreadable -> new TreeSet<>();
        };
        if (topic.type() == Credential.class) { // which no template connects to those that are pinned
            decisions.pins().forEach(pin -> touched.add(pin.manifest()));
        }
        return touched;
    }

    public Facts facts() {
        return facts;
    }

    /** Clusters whose Secrets and templates have not all been listed: what is said of them is as last known. */
    public SortedSet<String> unlisted() {
        return Collections.unmodifiableSortedSet(unlisted);
    }

    /** What a template selects; nothing if its cluster is not in the fleet. */
    public Optional<Binding> binding(ObjectRef template) {
        return Optional.ofNullable(bindings.get(template));
    }

    /** Every Manifest there is, in order. */
    public List<ObjectRef> manifests() {
        return decisions.manifests();
    }

    /** What becomes of a Manifest that there is. */
    public Outcome outcome(ObjectRef ref) {
        TopicRecord.Value<Manifest> record = Optional.ofNullable(
                        facts.latest(facts.topics().manifests()).records().get(ref.key()))
                .orElseThrow(() -> new IllegalArgumentException("no Manifest " + ref));
        Manifest manifest = record.value();
        String version = facts.latest(facts.topics().clusters())
                .get(ref.cluster())
                .map(Cluster::lifecycleManagerVersion)
                .orElse(null);
        return new Outcome(
                record,
                decisions.bindingOf(manifest),
                decide(ref, manifest.cause()),
                Honoured.of(version, manifest.remoteTemplate()),
                decisions.pin(ref),
                decisions.brake(ref),
                facts.latest(facts.topics().manifestUpdates()).get(ref.key()).isPresent());
    }

    /** What becomes of some Manifests that there are, in their order. Decided on all cores at once: it changes nothing here. */
    public List<Outcome> outcomes(List<ObjectRef> manifests) {
        return manifests.parallelStream().map(this::outcome).toList();
    }

    /** What is to be done about a Manifest. */
    public Decision decide(ObjectRef manifest, Cause cause) {
        return decisions.decide(manifest, cause);
    }

    /** As {@link #decide}, but for what pins it. */
    public Decision decideUnpinned(ObjectRef manifest, Cause cause) {
        return decisions.decideUnpinned(manifest, cause);
    }

    /** A Manifest as observed last. */
    public Optional<Manifest> manifest(ObjectRef ref) {
        return decisions.manifest(ref);
    }

    /** The Manifests with a layer that selects a credential, by credential. */
    public SortedMap<ObjectRef, SortedSet<ObjectRef>> users() {
        SortedMap<ObjectRef, SortedSet<ObjectRef>> users = new TreeMap<>();
        decisions
                .manifests()
                .forEach(manifest -> selectedBy(manifest)
                        .forEach(credential -> users.computeIfAbsent(credential, c -> new TreeSet<>())
                                .add(manifest)));
        return users;
    }

    /** The credentials that the layers of a Manifest select; see {@link Selection}. */
    public Stream<ObjectRef> selectedBy(ObjectRef ref) {
        return decisions.manifest(ref).stream().flatMap(selection::of).distinct();
    }

    /** The credentials that a selector would select on a Manifest, in order: those where its template is (R8). */
    public List<ObjectRef> matching(Manifest manifest, String selector) {
        return selection.matching(manifest, selector);
    }

    private void settle() {
        Topics topics = facts.topics();
        values(topics.clusters()).forEach(record -> bind.put(record.value()));
        values(topics.clusterStatus()).forEach(record -> bind.put(record.value()));
        values(topics.credentials()).forEach(record -> bind.put(record.value()));
        values(topics.templates()).forEach(record -> bind.put(record.value()));
        values(topics.manifests()).forEach(record -> decisions.put(record.value()));
        values(topics.pins()).forEach(record -> pin(record.value()));
        values(topics.orders())
                .sorted(Comparator.comparingLong(record -> record.at().offset()))
                .forEach(record -> decisions.put(record.value()));
        values(topics.clusters())
                .map(TopicRecord.Value::value)
                .filter(this::isNotListed)
                .forEach(cluster -> {
                    unlisted.add(cluster.id());
                    bind.put(asIfListed(cluster.id()));
                });
        values(topics.templates())
                .forEach(template -> tell(bind.bind(template.value().ref(), template.at())));
    }

    /** Takes out what has expired by a later moment than the facts are about, in no particular order. */
    public List<Pin> expire(Instant moment) {
        List<Pin> expired =
                decisions.pins().stream().filter(pin -> pin.isExpired(moment)).toList();
        expired.forEach(pin -> decisions.removePin(pin.manifest()));
        return expired;
    }

    /** One that has expired by the moment that the facts are about holds nothing. */
    private Set<ObjectRef> pin(Pin pin) {
        return pin.holds(facts.moment()) ? decisions.put(pin) : decisions.removePin(pin.manifest());
    }

    private boolean isNotListed(Cluster cluster) {
        return !facts.latest(facts.topics().clusterStatus())
                .get(cluster.id())
                .map(status -> status.listed(Kind.SECRET) && status.listed(Kind.MODULE_TEMPLATE))
                .orElse(false);
    }

    private static ClusterStatus asIfListed(String cluster) {
        List<KindStatus> kinds = Stream.of(Kind.SECRET, Kind.MODULE_TEMPLATE)
                .map(kind -> new KindStatus(kind, null, true, null))
                .toList();
        Cause cause = new Cause.Request("audit", "as last known");
        return new ClusterStatus(
                cluster, ClusterStatus.Condition.CONNECTING, null, null, null, 0, kinds, List.of(), cause);
    }

    private <V extends Record> Stream<TopicRecord.Value<V>> values(Topic<V> topic) {
        return facts.latest(topic).records().values().stream();
    }

    private <V extends Record> void on(
            Topic<V> topic,
            Function<TopicRecord.Value<V>, Affected> known,
            Function<TopicRecord.Tombstone<V>, Affected> gone) {
        effects.put(
                topic.name(),
                new Effect<V>(
                        value -> rebind(known.apply(value), value.at()),
                        tombstone -> rebind(gone.apply(tombstone), tombstone.at())));
    }

    @SuppressWarnings("unchecked") // put there by on(), under the name of a topic of the same type
    private <V extends Record> @Nullable Effect<V> effect(Topic<V> topic) {
        return (Effect<V>) effects.get(topic.name());
    }

    private Set<ObjectRef> rebind(Affected affected, Cause cause) {
        Set<ObjectRef> touched = new TreeSet<>();
        affected.removed().forEach(removed -> touched.addAll(tell(removed)));
        affected.templates().forEach(template -> touched.addAll(tell(bind.bind(template, cause))));
        return touched;
    }

    private Set<ObjectRef> tell(BindOutcome outcome) {
        return switch (outcome) {
            case BindOutcome.Bound(Binding binding) -> {
                bindings.put(binding.template(), binding);
                yield decisions.put(binding);
            }
            case BindOutcome.Removed removed -> {
                bindings.computeIfPresent(
                        removed.template(), (template, known) -> known.scope().equals(removed.scope()) ? null : known);
                yield decisions.removeBinding(removed.scope(), removed.template());
            }
            case BindOutcome.Held held -> Set.of();
        };
    }

    private static ObjectRef ref(TopicRecord.Tombstone<?> tombstone) {
        return ObjectRef.parse(tombstone.key());
    }
}

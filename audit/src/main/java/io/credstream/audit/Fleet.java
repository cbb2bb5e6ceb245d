package io.credstream.audit;

import io.credstream.model.Binding;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.ClusterStatus;
import io.credstream.model.Credential;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Pin;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import io.credstream.rules.decide.Decisions;
import io.credstream.rules.fleet.Propagation;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final Propagation propagation = Propagation.inSilence();
    private final Decisions decisions = propagation.decisions();
    private final Selection selection;
    private final Map<String, Effect<?>> effects = new HashMap<>();
    private final SortedSet<String> unlisted = new TreeSet<>();

    private Fleet(Facts facts) {
        this.facts = facts;
        this.selection = new Selection(facts, decisions);
        Topics topics = facts.topics();
        on(
                topics.clusters(),
                known -> propagation.put(known.value(), known.at()),
                gone -> propagation.removeCluster(gone.key(), gone.at()));
        on(
                topics.clusterStatus(),
                known -> propagation.put(known.value(), known.at()),
                gone -> propagation.removeStatus(gone.key(), gone.at()));
        on(
                topics.credentials(),
                seen -> propagation.put(seen.value(), seen.at()),
                gone -> propagation.removeCredential(ref(gone), gone.at()));
        on(
                topics.templates(),
                seen -> propagation.put(seen.value(), seen.at()),
                gone -> propagation.removeTemplate(ref(gone), gone.at()));
        on(topics.manifests(), seen -> decisions.put(seen.value()), gone -> decisions.removeManifest(ref(gone)));
        on(topics.pins(), said -> decisions.put(said.value(), facts.moment()), gone -> decisions.removePin(ref(gone)));
        on(topics.orders(), given -> decisions.put(given.value()), gone -> Set.of());
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
        SortedSet<ObjectRef> touched = new TreeSet<>(facts.unhandled()
                .handle(record.at(), () -> touched(effect, record))
                .orElse(Set.of()));
        if (topic.type() == Credential.class) { // which no template connects to those that are pinned
            decisions.pins().forEach(pin -> touched.add(pin.manifest()));
        }
        return touched;
    }

    private static <V extends Record> Set<ObjectRef> touched(Effect<V> effect, TopicRecord<V> record) {
        return switch (record) {
            case TopicRecord.Value<V> value -> effect.known().apply(value);
            case TopicRecord.Tombstone<V> tombstone -> effect.gone().apply(tombstone);
            case TopicRecord.Unreadable<V> unreadable -> Set.of();
        };
    }

    public Facts facts() {
        return facts;
    }

    /** Clusters whose Secrets and templates have not all been listed, or not since a gap: what is said of them is as last known. */
    public SortedSet<String> unlisted() {
        return Collections.unmodifiableSortedSet(unlisted);
    }

    /** Clusters of which objects are missing here, because a budget of ingest leaves them out. */
    public SortedSet<String> incomplete() {
        return facts.latest(facts.topics().clusters()).records().keySet().stream()
                .filter(id -> facts.latest(facts.topics().clusterStatus())
                        .get(id)
                        .filter(ClusterStatus::isIncomplete)
                        .isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What a template selects; nothing if its cluster is not in the fleet. */
    public Optional<Binding> binding(ObjectRef template) {
        return propagation.binding(template);
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
        return new Outcome(
                record,
                decisions.bindingOf(manifest),
                decide(ref, manifest.cause()),
                propagation.honoured(manifest),
                decisions.pin(ref),
                decisions.brake(ref),
                facts.latest(facts.topics().manifestUpdates()).get(ref.key()).isPresent());
    }

    /**
     * What becomes of some Manifests that there are, in their order; of those that cannot be handled, nothing. Decided on all cores
     * at once: it changes nothing here.
     */
    public List<Outcome> outcomes(List<ObjectRef> manifests) {
        return manifests.parallelStream()
                .flatMap(manifest -> judged(manifest).stream())
                .toList();
    }

    /** What a Manifest waits for that is deferred (R22); empty if it is not. */
    public Optional<Unlisted> waitsFor(Outcome outcome) {
        return outcome.isDeferred()
                ? outcome.templateCluster()
                        .flatMap(cluster ->
                                facts.latest(facts.topics().clusterStatus()).get(cluster))
                        .flatMap(status -> Unlisted.of(status, outcome.manifest()))
                : Optional.empty();
    }

    /** As {@link #outcome}; nothing if it cannot be handled. */
    public Optional<Outcome> judged(ObjectRef ref) {
        TopicRecord.Value<Manifest> record =
                facts.latest(facts.topics().manifests()).records().get(ref.key());
        return record == null ? Optional.of(outcome(ref)) : facts.unhandled().handle(record.at(), () -> outcome(ref));
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
        each(
                values(facts.topics().manifests()),
                record -> selectedBy(record.value().ref())
                        .toList()
                        .forEach(credential -> users.computeIfAbsent(credential, c -> new TreeSet<>())
                                .add(record.value().ref())));
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
        learn(topics.clusters(), values(topics.clusters()));
        learn(topics.clusterStatus(), values(topics.clusterStatus()));
        learn(topics.credentials(), values(topics.credentials()));
        learn(topics.templates(), values(topics.templates()));
        learn(topics.manifests(), values(topics.manifests()));
        learn(topics.pins(), values(topics.pins()));
        learn(
                topics.orders(),
                values(topics.orders())
                        .sorted(Comparator.comparingLong(record -> record.at().offset())));
        decisions.endBrakes(facts.moment());
        values(topics.clusters())
                .map(TopicRecord.Value::value)
                .filter(this::isNotListed)
                .forEach(cluster -> {
                    unlisted.add(cluster.id());
                    propagation.assumeListed(cluster.id());
                });
        propagation.speak();
        each(
                values(topics.templates()),
                template -> propagation.tell(template.value().ref(), template.at()));
        each(values(topics.clusters()), cluster -> propagation.tellBasis(cluster.key(), cluster.at()));
    }

    private <V extends Record> void learn(Topic<V> topic, Stream<TopicRecord.Value<V>> records) {
        Effect<V> effect = Objects.requireNonNull(effect(topic));
        each(records, record -> {
            var unused = effect.known().apply(record);
        });
    }

    private <V extends Record> void each(Stream<TopicRecord.Value<V>> records, Consumer<TopicRecord.Value<V>> action) {
        records.forEach(record -> facts.unhandled().handle(record.at(), () -> action.accept(record)));
    }

    /** Takes out what has expired by a later moment than the facts are about; the pins among it, in no particular order. */
    public List<Pin> expire(Instant moment) {
        decisions.endBrakes(moment);
        List<Pin> expired =
                decisions.pins().stream().filter(pin -> pin.isExpired(moment)).toList();
        expired.forEach(pin -> decisions.removePin(pin.manifest()));
        return expired;
    }

    private boolean isNotListed(Cluster cluster) {
        return !facts.latest(facts.topics().clusterStatus())
                .get(cluster.id())
                .map(ClusterStatus::isBindable)
                .orElse(false);
    }

    private <V extends Record> Stream<TopicRecord.Value<V>> values(Topic<V> topic) {
        return facts.latest(topic).records().values().stream();
    }

    private <V extends Record> void on(
            Topic<V> topic,
            Function<TopicRecord.Value<V>, Set<ObjectRef>> known,
            Function<TopicRecord.Tombstone<V>, Set<ObjectRef>> gone) {
        effects.put(topic.name(), new Effect<V>(known, gone));
    }

    @SuppressWarnings("unchecked") // put there by on(), under the name of a topic of the same type
    private <V extends Record> @Nullable Effect<V> effect(Topic<V> topic) {
        return (Effect<V>) effects.get(topic.name());
    }

    private static ObjectRef ref(TopicRecord.Tombstone<?> tombstone) {
        return ObjectRef.parse(tombstone.key());
    }
}

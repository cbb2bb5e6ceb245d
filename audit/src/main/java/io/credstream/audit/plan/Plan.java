package io.credstream.audit.plan;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.Outcome;
import io.credstream.model.Cause;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.Credential;
import io.credstream.model.Deletion;
import io.credstream.model.Kind;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changes would do to a fleet, under the very code that would do it. Nothing is written anywhere.
 *
 * @param effects on every Manifest that ends up otherwise, in order
 * @param blows the fuses that would hold something of it, at most one of each control plane
 */
public record Plan(List<Effect> effects, List<Blow> blows) {

    private static final Cause PLANNED = new Cause.Request("plan", "not made yet");
    private static final Coordinates NOWHERE = new Coordinates("plan", 0, 0);

    public Plan {
        effects = List.copyOf(effects);
        blows = List.copyOf(blows);
    }

    /** What all the changes together would do. The facts go along with them, and are of no further use. */
    public static Plan of(Facts facts, List<Change> changes) {
        Fleet fleet = Fleet.of(facts);
        Map<ObjectRef, Outcome> before = new HashMap<>();
        fleet.outcomes(fleet.manifests())
                .forEach(outcome -> before.put(outcome.manifest().ref(), outcome));
        Map<Change, Set<ObjectRef>> touchedBy = new LinkedHashMap<>();
        changes.forEach(change -> touchedBy.put(change, make(change, fleet)));
        Set<ObjectRef> touched = new TreeSet<>();
        touchedBy.values().forEach(touched::addAll);
        SortedSet<ObjectRef> left = new TreeSet<>(fleet.manifests());
        List<Effect> effects = new ArrayList<>();
        for (ObjectRef manifest : touched) {
            Outcome after = left.contains(manifest) ? fleet.judged(manifest).orElse(null) : null;
            Effect effect = Effect.of(manifest, before.get(manifest), after);
            if (effect.isOne()) {
                effects.add(effect);
            }
        }
        touchedBy.keySet().removeIf(Change.Give.class::isInstance); // what is ordered passes
        return new Plan(
                effects,
                Blow.of(touchedBy.values(), effects, facts.latest(facts.topics().clusters())));
    }

    /** Manifests that would be patched, per control plane. */
    public SortedMap<String, Long> written() {
        SortedMap<String, Long> written = new TreeMap<>();
        effects.stream()
                .filter(Effect::written)
                .forEach(effect -> written.merge(effect.manifest().cluster(), 1L, Long::sum));
        return written;
    }

    /** Whether something would get worse. */
    public boolean worsens() {
        return effects.stream().anyMatch(Effect::worse);
    }

    private static SortedSet<ObjectRef> make(Change change, Fleet fleet) {
        Topics topics = fleet.facts().topics();
        return switch (change) {
            case Change.Put(Credential credential) -> put(fleet, topics.credentials(), credential);
            case Change.Put(Template template) -> put(fleet, topics.templates(), template);
            case Change.Put(Manifest manifest) -> put(fleet, topics.manifests(), manifest);
            case Change.Delete(Kind kind, ObjectRef ref) ->
                switch (kind) {
                    case SECRET -> delete(fleet, topics.credentials(), ref);
                    case MODULE_TEMPLATE -> delete(fleet, topics.templates(), ref);
                    case MANIFEST -> delete(fleet, topics.manifests(), ref);
                };
            case Change.Give(Order order) ->
                fleet.take(topics.orders(), new TopicRecord.Value<>(order.key(), order, NOWHERE, Instant.EPOCH));
        };
    }

    @SuppressWarnings("unchecked") // the same object at another version is of the same type
    private static <V extends Record & Versioned> SortedSet<ObjectRef> put(Fleet fleet, Topic<V> topic, V object) {
        V next = (V) object.observedAt(next(fleet, topic, object.ref()), PLANNED);
        return fleet.take(topic, new TopicRecord.Value<>(object.ref().key(), next, NOWHERE, Instant.EPOCH));
    }

    private static <V extends Record & Versioned> SortedSet<ObjectRef> delete(
            Fleet fleet, Topic<V> topic, ObjectRef ref) {
        Deletion deletion = new Deletion(Deletion.Reason.WATCH, "", next(fleet, topic, ref), PLANNED);
        return fleet.take(topic, new TopicRecord.Tombstone<>(ref.key(), deletion, NOWHERE, Instant.EPOCH));
    }

    /** Later than whatever is known of the object. */
    private static <V extends Record & Versioned> Version next(Fleet fleet, Topic<V> topic, ObjectRef ref) {
        return fleet.facts()
                .latest(topic)
                .get(ref.key())
                .map(known -> new Version(known.version().incarnation() + 1, "0"))
                .orElse(new Version(Long.MAX_VALUE, "0"));
    }
}

package io.credstream.simulation.service;

import io.credstream.audit.Facts;
import io.credstream.audit.Fleet;
import io.credstream.audit.Outcome;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.Decision;
import io.credstream.simulation.guarantee.HistoryIsTrue.Told;
import io.credstream.simulation.log.Entry;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What whoever asks with {@code --at} is told: the product's fold over all that was written. */
public final class Hindsight {

    private Hindsight() {}

    /**
     * What is told at a moment, by object.
     *
     * @param written in the order in which it was
     */
    public static Map<String, Told> of(Topics topics, List<Entry> written, Instant moment) {
        Facts facts = new Facts(topics, moment);
        Map<String, Topic<?>> kept = new HashMap<>();
        Facts.of(topics).forEach(topic -> kept.put(topic.name(), topic));
        for (Entry entry : written) {
            Topic<?> topic = kept.get(entry.topic());
            if (topic != null) {
                take(facts, topic, entry);
            }
        }
        Fleet fleet = Fleet.of(facts);
        Map<String, Told> told = new TreeMap<>();
        fleet.manifests().forEach(ref -> {
            Outcome outcome = fleet.outcome(ref);
            Map<String, @Nullable String> selectors = new HashMap<>();
            outcome.manifest()
                    .layers()
                    .forEach(layer -> selectors.put(layer.layer().display(), layer.canonical()));
            told.put(
                    ref.cluster() + "/" + ref.name(),
                    new Told(selectors, outcome.pending() || outcome.decision() instanceof Decision.Update));
        });
        if (!facts.unhandled().isEmpty()) {
            throw new IllegalStateException(
                    "records that could not be handled: " + facts.unhandled().all());
        }
        return told;
    }

    private static <V extends java.lang.Record> void take(Facts facts, Topic<V> topic, Entry entry) {
        facts.accept(topic, TopicRecord.of(topic, raw(entry)));
    }

    /** A record with a value is one that may have none. */
    @SuppressWarnings("NullAway")
    private static ConsumerRecord<String, byte[]> raw(Entry entry) {
        return entry.consumed();
    }
}

package io.credstream.audit;

import io.credstream.model.Template;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicReader.LogSink;
import io.credstream.read.TopicRecord;
import io.credstream.rules.decide.TemplateVerdict;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the log says up to some point: the latest of every key of every topic that keeps history. Which point is up to whoever
 * feeds them, in the order of the log within each partition and in any order across them. Not thread-safe.
 */
public final class Facts implements LogSink {

    private final Topics topics;
    private final Instant moment;
    private final Unhandled unhandled;
    private final Map<String, LatestByKey<?>> latest = new LinkedHashMap<>();

    /** Of which nobody asks what time it is: no pin has expired. */
    public Facts(Topics topics) {
        this(topics, Instant.MIN);
    }

    /** @param moment at which pins have expired, or not yet */
    public Facts(Topics topics, Instant moment) {
        this(topics, moment, new Unhandled());
    }

    /**
     * As above.
     *
     * @param unhandled takes the records that cannot be handled, here and in what is made of these facts
     */
    public Facts(Topics topics, Instant moment, Unhandled unhandled) {
        this.topics = topics;
        this.moment = moment;
        this.unhandled = unhandled;
        of(topics).forEach(topic -> latest.put(topic.name(), new LatestByKey<>()));
    }

    /** The topics to read, in the order in which data flow through them. */
    public static List<Topic<?>> of(Topics topics) {
        return List.of(
                topics.clusters(),
                topics.clusterStatus(),
                topics.credentials(),
                topics.templates(),
                topics.manifests(),
                topics.pins(),
                topics.orders(),
                topics.manifestUpdates(),
                topics.applyReports());
    }

    public Topics topics() {
        return topics;
    }

    /** At which pins have expired, or not yet. */
    public Instant moment() {
        return moment;
    }

    /** The records that could not be handled. */
    public Unhandled unhandled() {
        return unhandled;
    }

    /** The latest of every key of one of the topics. */
    @SuppressWarnings("unchecked") // filled by take(), with records of that topic only
    public <V extends Record> LatestByKey<V> latest(Topic<V> topic) {
        return (LatestByKey<V>) Objects.requireNonNull(latest.get(topic.name()), topic.name());
    }

    /** What lifecycle-manager makes of a template where it is, by what the fleet file says of its version. */
    public TemplateVerdict verdict(Template template) {
        return TemplateVerdict.of(
                template,
                latest(topics.clusters()).get(template.ref().cluster()).orElse(null));
    }

    @Override
    public <V extends Record> void accept(Topic<V> topic, TopicRecord<V> record) {
        take(topic, record);
    }

    /** Whether the record is the latest of its key now; not if it cannot be handled. */
    public <V extends Record> boolean take(Topic<V> topic, TopicRecord<V> record) {
        return unhandled.handle(record.at(), () -> latest(topic).take(record)).orElse(false);
    }
}

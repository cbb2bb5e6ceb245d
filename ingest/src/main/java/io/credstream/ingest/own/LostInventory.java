package io.credstream.ingest.own;

import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.observe.LogKeys;
import io.credstream.read.Cut;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An inventory that its topic lost, recovered from the topics of the objects: they have what was told, revisions of credentials
 * included, and how far the versions of clusters had come. Where nothing was ever told they are empty, and reading them costs nothing.
 */
final class LostInventory {

    private static final Logger LOG = LoggerFactory.getLogger(LostInventory.class);

    private final Topics topics;
    private final TopicReader reader;
    private final int partition;
    private final Predicate<String> ours;
    private final Cut end;

    /** Gets every version that was ever told of a cluster, as far as the topics still have it. */
    @FunctionalInterface
    interface Versions {
        void saw(String cluster, Kind kind, Version version);
    }

    /**
     * @param partition of {@code clusters}
     * @param ours which keys fall to it
     */
    LostInventory(Topics topics, TopicReader reader, int partition, Predicate<String> ours) {
        this.topics = topics;
        this.reader = reader;
        this.partition = partition;
        this.ours = ours;
        this.end = reader.end(List.of(topics.credentials(), topics.templates(), topics.manifests()));
    }

    /** Fills an empty inventory. */
    void recover(Inventory inventory, Versions versions) {
        int count = recover(Kind.SECRET, topics.credentials(), inventory, versions)
                + recover(Kind.MODULE_TEMPLATE, topics.templates(), inventory, versions)
                + recover(Kind.MANIFEST, topics.manifests(), inventory, versions);
        if (count > 0) {
            LOG.atWarn()
                    .addKeyValue(LogKeys.TOPIC, topics.inventory().name())
                    .addKeyValue(LogKeys.PARTITION, partition)
                    .addKeyValue(LogKeys.COUNT, count)
                    .log(
                            "The topic of the inventory is empty; what it held is recovered from the topics of the objects");
        }
    }

    private <V extends Record & Versioned> int recover(
            Kind kind, Topic<V> topic, Inventory inventory, Versions versions) {
        int count = 0;
        for (TopicPartition place : end.of(List.of(topic)).offsets().keySet()) {
            if (topic.partitioning() == Topic.Partitioning.CLUSTER && place.partition() != partition) {
                continue;
            }
            LatestByKey<V> latest = new LatestByKey<>();
            reader.readToEnd(topic, List.of(place.partition()), record -> take(kind, record, latest, versions));
            latest.records().values().stream()
                    .map(value -> StockComparison.entry(kind, value.value()))
                    .forEach(inventory::put);
            count += latest.records().size();
        }
        return count;
    }

    private <V extends Record & Versioned> void take(
            Kind kind, TopicRecord<V> record, LatestByKey<V> latest, Versions versions) {
        switch (record) {
            case TopicRecord.Value<V> value -> {
                if (ours.test(value.key())) {
                    latest.accept(value);
                    versions.saw(
                            value.value().ref().cluster(), kind, value.value().version());
                }
            }
            case TopicRecord.Tombstone<V> tombstone -> {
                if (ours.test(tombstone.key()) && tombstone.deletion() != null) {
                    latest.accept(tombstone);
                    versions.saw(
                            ObjectRef.parse(tombstone.key()).cluster(),
                            kind,
                            tombstone.deletion().version());
                }
            }
            case TopicRecord.Unreadable<V> ignored -> LOG.atTrace().log("What nobody can read is not recovered");
        }
    }
}

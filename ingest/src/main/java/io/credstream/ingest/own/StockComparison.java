package io.credstream.ingest.own;

import io.credstream.ingest.watch.Digest;
import io.credstream.model.Credential;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.RegistryEntry;
import io.credstream.model.Version;
import io.credstream.model.Versioned;
import io.credstream.read.Cut;
import io.credstream.read.LatestByKey;
import io.credstream.read.Standing;
import io.credstream.read.Standings;
import io.credstream.read.TopicReader;
import io.credstream.read.TopicRecord;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * One comparison of topics with inventories, partition by partition, so that no more than the keys of one are held at a time.
 *
 * <p>What a partition should have is taken from the inventories before its end is asked for. Whatever an inventory has is
 * committed, and so lies before that end. What is told later is found in the topic and not expected there; the owner knows.
 */
final class StockComparison {

    /** As many as a batch is made of, for each of them is written. */
    private static final int FEW = 500;

    private static final int ALL = Integer.MAX_VALUE;

    private final Topics topics;
    private final TopicReader reader;
    private final Ends ends;
    private final ToIntFunction<Topic<?>> partitions;
    private final Map<Integer, Stock> stocks;
    private long records;

    /** Where the log of a partition ends, with what belongs to transactions that have not ended. */
    @FunctionalInterface
    interface Ends {
        long of(TopicPartition partition) throws InterruptedException;
    }

    private record Expected(Owned owned, ObjectRef ref, Version told) {}

    private record Owned(Stock stock, Kind kind) {}

    /**
     * @param partitions how many a topic has
     * @param stocks what is compared
     */
    StockComparison(
            Topics topics, TopicReader reader, Ends ends, ToIntFunction<Topic<?>> partitions, List<Stock> stocks) {
        this.topics = topics;
        this.reader = reader;
        this.ends = ends;
        this.partitions = partitions;
        this.stocks = stocks.stream().collect(Collectors.toMap(Stock::partition, stock -> stock));
    }

    /** Compares all topics, and returns how many records were read. */
    long run() throws InterruptedException {
        compare(Kind.SECRET, topics.credentials());
        compare(Kind.MODULE_TEMPLATE, topics.templates());
        compare(Kind.MANIFEST, topics.manifests());
        for (int partition : stocks.keySet()) {
            compareEntries(partition);
        }
        return records;
    }

    private <V extends Record & Versioned> void compare(Kind kind, Topic<V> topic) throws InterruptedException {
        int count = partitions.applyAsInt(topic);
        Set<Integer> ours = topic.partitioning() == Topic.Partitioning.CLUSTER
                ? stocks.keySet()
                : IntStream.range(0, count).boxed().collect(Collectors.toSet());
        for (int partition : ours) {
            Map<String, Expected> expected = new HashMap<>();
            expect(kind, ObjectRef::key, key -> topic.partition(key, count) == partition, expected);
            Cut end = end(topic, partition);
            Standings standings = read(topic, end);
            tellMissing(expected, standings, (of, told) -> new Finding.Lost(of, topic.name(), told), ALL);
            Set<String> unknown = standings.byKey().entrySet().stream()
                    .filter(entry -> entry.getValue().alive() && !expected.containsKey(entry.getKey()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
            if (!unknown.isEmpty()) {
                tellUnknown(kind, topic, end, unknown);
            }
        }
        stocks.values().forEach(stock -> stock.findings().accept(new Finding.Compared(kind, topic.name())));
    }

    private void compareEntries(int partition) throws InterruptedException {
        Topic<InventoryEntry> topic = topics.inventory();
        Map<String, Expected> expected = new HashMap<>();
        for (Kind kind : Kind.values()) {
            expect(kind, ref -> InventoryEntry.key(kind, ref), key -> owner(key) == partition, expected);
        }
        Standings standings = read(topic, end(topic, partition));
        tellMissing(expected, standings, (kind, told) -> new Finding.Unrecorded(kind, topic.name(), told), FEW);
    }

    private void expect(
            Kind kind, Function<ObjectRef, String> keys, Predicate<String> wanted, Map<String, Expected> expected) {
        for (Stock stock : stocks.values()) {
            Owned owned = new Owned(stock, kind);
            stock.inventory().forEachTold(kind, (ref, told) -> {
                String key = keys.apply(ref);
                if (wanted.test(key)) {
                    expected.put(key, new Expected(owned, ref, told));
                }
            });
        }
    }

    private Standings read(Topic<?> topic, Cut end) {
        Standings standings = new Standings(topic, key -> stocks.containsKey(owner(key)));
        reader.read(topic, end, standings);
        records += standings.taken();
        return standings;
    }

    /** What has been found to be missing before is not expected to be there. */
    private static void tellMissing(
            Map<String, Expected> expected,
            Standings standings,
            BiFunction<Kind, Map<ObjectRef, Version>, Finding> finding,
            int most) {
        Map<Owned, Map<ObjectRef, Version>> missing = new HashMap<>();
        BiConsumer<Owned, Map<ObjectRef, Version>> tell =
                (owned, told) -> owned.stock().findings().accept(finding.apply(owned.kind(), told));
        expected.forEach((key, object) -> {
            if (!object.told().equals(Version.NONE) && isMissing(key, object.told(), standings)) {
                Map<ObjectRef, Version> some = missing.computeIfAbsent(object.owned(), of -> new HashMap<>());
                some.put(object.ref(), object.told());
                if (some.size() == most) {
                    tell.accept(object.owned(), some);
                    some.clear();
                }
            }
        });
        missing.values().removeIf(Map::isEmpty);
        missing.forEach(tell);
    }

    private static boolean isMissing(String key, Version told, Standings standings) {
        Standing there = standings.byKey().get(key);
        boolean has = there != null && there.alive() && !there.version().isOlderThan(told);
        return !has && !standings.newer().contains(key);
    }

    /** Once more, for what nobody knows: a credential that is told again must have the revision that it has. */
    private <V extends Record & Versioned> void tellUnknown(Kind kind, Topic<V> topic, Cut end, Set<String> unknown) {
        LatestByKey<V> latest = new LatestByKey<>();
        reader.read(topic, Cut.START, end, record -> {
            if (unknown.contains(keyOf(record))) {
                latest.accept(record);
            }
        });
        Map<Stock, List<InventoryEntry>> entries = new HashMap<>();
        latest.records()
                .forEach((key, value) -> entries.computeIfAbsent(
                                Objects.requireNonNull(stocks.get(owner(key))), of -> new ArrayList<>())
                        .add(entry(kind, value.value())));
        entries.forEach((stock, found) -> stock.findings().accept(new Finding.Unknown(kind, topic.name(), found)));
    }

    /** As it would be in the inventory. */
    static InventoryEntry entry(Kind kind, Versioned value) {
        List<RegistryEntry> registries = value instanceof Credential credential ? credential.registries() : List.of();
        return new InventoryEntry(
                kind,
                value.ref(),
                value.uid(),
                value.version(),
                Digest.of(value).hex(),
                registries);
    }

    private static String keyOf(TopicRecord<?> record) {
        return switch (record) {
            case TopicRecord.Value<?> value -> value.key();
            case TopicRecord.Tombstone<?> tombstone -> tombstone.key();
            case TopicRecord.Unreadable<?> ignored -> "";
        };
    }

    private int owner(String key) {
        return topics.clusters().partition(key, partitions.applyAsInt(topics.clusters()));
    }

    private Cut end(Topic<?> topic, int partition) throws InterruptedException {
        TopicPartition place = new TopicPartition(topic.name(), partition);
        return Cut.of(Map.of(place, ends.of(place)));
    }
}

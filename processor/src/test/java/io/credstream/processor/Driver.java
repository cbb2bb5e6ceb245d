package io.credstream.processor;

import io.credstream.model.Deletion;
import io.credstream.observe.Meters;
import io.credstream.processor.streams.Gate;
import io.credstream.processor.streams.StageMeters;
import io.credstream.processor.streams.StageSettings;
import io.credstream.rules.retry.Retries;
import io.credstream.rules.retry.RetryPolicy;
import io.credstream.topics.DeletionHeaders;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicSetup;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** A topology without a broker, whose stores outlive it. */
final class Driver implements AutoCloseable {

    /** What to drive. */
    enum Part {
        BIND,
        DECIDE,
        BOTH;

        private Topology of(PropagationTopology topology, Map<String, Object> properties) {
            return switch (this) {
                case BIND -> topology.bind(properties);
                case DECIDE -> topology.decide(properties);
                case BOTH -> topology.build(properties);
            };
        }
    }

    static final Topics TOPICS = Topics.withPrefix("test.");
    static final Duration EVALUATION = Duration.ofMinutes(5);
    static final Duration MEMORY = Duration.ofHours(1);

    static final StageMeters METERS = new StageMeters(Meters.unseen(), Clock.systemUTC());

    private final TopologyTestDriver driver;

    Driver(Part part, Retained stores, Gate gate, Instant start) {
        StageSettings settings = new StageSettings(
                TOPICS,
                gate,
                new Retries(RetryPolicy.DEFAULT, new Random(1), TOPICS::isOrder),
                EVALUATION,
                MEMORY,
                METERS,
                stores::supplier);
        Map<String, Object> properties = properties();
        Topology topology = part.of(new PropagationTopology(settings), properties);
        Properties all = new Properties();
        all.putAll(properties);
        driver = new TopologyTestDriver(topology, all, start);
    }

    Driver(Part part, Retained stores) {
        this(part, stores, Gate.OPEN, Instant.parse("2026-01-01T00:00:00Z"));
    }

    Driver(Part part) {
        this(part, new Retained());
    }

    static Map<String, Object> properties() {
        return Processor.streamsProperties(
                ProcessorConfig.of(
                        new KafkaSetup(
                                KafkaClients.of("nowhere:9092"),
                                TOPICS,
                                TopicSetup.DEFAULTS,
                                KafkaClients.SESSION_TIMEOUT),
                        Path.of(System.getProperty("java.io.tmpdir"), "unused")),
                METERS);
    }

    <V extends Record> void put(Topic<V> topic, String key, V value) {
        driver.createInputTopic(
                        topic.name(), new StringSerializer(), topic.serde().serializer())
                .pipeInput(key, value);
    }

    /** With a header of somebody else's. */
    <V extends Record> void headed(Topic<V> topic, String key, V value, String header) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(header, header.getBytes(StandardCharsets.UTF_8));
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, topic.serde().encode(value), headers));
    }

    /** The headers of what came out since the last call. */
    List<String> headers(Topic<?> topic) {
        List<String> names = new ArrayList<>();
        driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(record -> record.headers().forEach(header -> names.add(header.key())));
        return names;
    }

    void delete(Topic<?> topic, String key, Deletion deletion) {
        RecordHeaders headers = new RecordHeaders();
        DeletionHeaders.write(deletion, headers);
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, null, headers));
    }

    void delete(Topic<?> topic, String key) {
        raw(topic, key, null);
    }

    void raw(Topic<?> topic, String key, byte @Nullable [] value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value));
    }

    /** With a header that somebody else wrote. */
    void raw(Topic<?> topic, String key, byte @Nullable [] value, String header) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(header, header.getBytes(StandardCharsets.UTF_8));
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers));
    }

    /** The headers of what came out since the last call. */
    List<Header> readHeaders(Topic<?> topic) {
        return driver
                .createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .stream()
                .flatMap(record -> Stream.of(record.headers().toArray()))
                .toList();
    }

    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** What came out since the last call, tombstones as empty. */
    <V extends Record> List<KeyValue<String, Optional<V>>> read(Topic<V> topic) {
        return driver
                .createOutputTopic(
                        topic.name(), new StringDeserializer(), topic.serde().deserializer())
                .readKeyValuesToList()
                .stream()
                .map(record -> KeyValue.pair(record.key, Optional.ofNullable(record.value)))
                .toList();
    }

    /** The latest of every key of what came out since the last call. */
    <V extends Record> Map<String, Optional<V>> readLatest(Topic<V> topic) {
        Map<String, Optional<V>> latest = new TreeMap<>();
        read(topic).forEach(record -> latest.put(record.key, record.value));
        return latest;
    }

    @Override
    public void close() {
        driver.close();
    }
}

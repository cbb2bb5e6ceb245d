package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * No byte of a secret is anywhere but where it was planted: not in a topic, internal ones and aborted records included, as a
 * key, a value or a header; not in a file, and not in what services and commands say; in no spelling.
 */
public final class NoSecretLeak implements Guarantee {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Map<String, String> needles = new TreeMap<>();
    private final Map<String, String> said = new TreeMap<>();

    /** @param secrets each by what it is */
    public NoSecretLeak(Map<String, String> secrets) {
        secrets.forEach((what, secret) ->
                Spellings.of(secret).forEach((spelling, text) -> needles.put(what + ", " + spelling, text)));
    }

    /** Looks into something else too. */
    public NoSecretLeak alsoIn(String where, String text) {
        said.put(where, Spellings.latin1(text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Which secrets a text shows. */
    public List<String> foundIn(String text) {
        List<String> found = new ArrayList<>();
        search("there", Spellings.latin1(text.getBytes(StandardCharsets.UTF_8)), found);
        return found;
    }

    @Override
    public void verify(TestFleet world) {
        List<String> found = new ArrayList<>();
        said.forEach((where, text) -> search(where, text, found));
        try {
            searchTopics(world, found);
            searchFiles(world.folder(), found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        assertThat(found).isEmpty();
    }

    private void searchTopics(TestFleet world, List<String> found) throws InterruptedException, ExecutionException {
        List<TopicPartition> partitions = new ArrayList<>();
        try (Admin admin = world.kafka().admin()) {
            Collection<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            assertThat(names).contains("__consumer_offsets", "__transaction_state");
            admin.describeTopics(names)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
        }
        Map<String, Object> settings = world.kafka().common();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        settings.put(ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG, false);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(record -> search(record, found));
            }
        }
    }

    private void search(ConsumerRecord<byte[], byte[]> record, List<String> found) {
        String where = record.topic() + "-" + record.partition() + "@" + record.offset();
        search(where + " key", latin1(record.key()), found);
        search(where + " value", latin1(record.value()), found);
        record.headers().forEach(header -> {
            search(where + " header", latin1(header.key().getBytes(StandardCharsets.UTF_8)), found);
            search(where + " header " + header.key(), latin1(header.value()), found);
        });
    }

    private void searchFiles(Path folder, List<String> found) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                search(folder.relativize(file) + " name", file.toString(), found);
                search(folder.relativize(file).toString(), withoutPadding(file), found);
            }
        }
    }

    /** Kafka allots its index files long before it fills them. */
    private static String withoutPadding(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private void search(String where, String text, List<String> found) {
        needles.forEach((needle, spelled) -> {
            if (text.contains(spelled)) {
                found.add(needle + " in " + where);
            }
        });
    }

    private static String latin1(byte @Nullable [] bytes) {
        return bytes == null ? "" : Spellings.latin1(bytes);
    }
}

package io.credstream.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    private static final Terms TERMS = new Terms(Uuid.randomUuid(), 42, Duration.ofDays(90));
    private static final Instant TAKEN = Instant.parse("2026-01-31T08:00:00.123Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("topic.snapshot");
    }

    @Test
    void givesBackWhatWasWritten() throws IOException {
        // Given
        ConsumerRecord<String, byte[]> deletion = record(1, 7, "gone/ä", null);
        deletion.headers()
                .add("reason", "watch".getBytes(StandardCharsets.UTF_8))
                .add("empty", null);
        Snapshot snapshot = new Snapshot(TERMS, TAKEN, List.of(record(0, 3, "k", new byte[] {1, 2}), deletion));
        // When
        SnapshotFile.write(file, snapshot);
        Snapshot read = SnapshotFile.read(file, "topic").orElseThrow();
        // Then
        assertThat(read.terms()).isEqualTo(TERMS);
        assertThat(read.taken()).isEqualTo(TAKEN);
        assertThat(read.records()).usingRecursiveComparison().isEqualTo(snapshot.records());
    }

    @Test
    void whatIsCutOffIsNone() throws IOException {
        byte[] whole = written();
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(SnapshotFile.read(file, "topic")).as("%s bytes", length).isEmpty();
        }
    }

    @Test
    void whatIsDamagedIsNone() throws IOException {
        byte[] whole = written();
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            Files.write(file, damaged);
            assertThat(SnapshotFile.read(file, "topic")).as("byte %s", i).isEmpty();
        }
    }

    @Test
    void anotherFormatIsNone() throws IOException {
        // Given a whole file of a later version
        ByteBuffer other = ByteBuffer.wrap(written());
        other.putInt(0, other.getInt(0) + 1);
        CRC32C checksum = new CRC32C();
        checksum.update(other.slice(0, other.limit() - Long.BYTES));
        other.putLong(other.limit() - Long.BYTES, checksum.getValue());
        Files.write(file, other.array());
        // Then
        assertThat(SnapshotFile.read(file, "topic")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNone() {
        assertThat(SnapshotFile.read(file, "topic")).isEmpty();
    }

    @Test
    void isItsOwnersAndLeavesNothingBesides() throws IOException {
        written();
        written();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whoReadsWhileOthersWriteHasTheOneOrTheOther() throws Exception {
        // Given
        written();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            // When
            List<Future<?>> writers = Stream.of(10, 1_000)
                    .<Future<?>>map(size -> threads.submit(() -> {
                        for (int i = 0; i < 100; i++) {
                            SnapshotFile.write(file, snapshot(size));
                        }
                        return null;
                    }))
                    .toList();
            // Then
            while (!writers.stream().allMatch(Future::isDone)) {
                Optional<Snapshot> read = SnapshotFile.read(file, "topic");
                assertThat(read.orElseThrow().records().size()).isIn(2, 10, 1_000);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
    }

    private byte[] written() throws IOException {
        SnapshotFile.write(file, snapshot(2));
        return Files.readAllBytes(file);
    }

    private static Snapshot snapshot(int size) {
        return new Snapshot(
                TERMS,
                TAKEN,
                IntStream.range(0, size)
                        .mapToObj(offset -> record(0, offset, "key-" + offset, new byte[] {1}))
                        .toList());
    }

    @SuppressWarnings("NullAway") // the value of a tombstone is null
    static ConsumerRecord<String, byte[]> record(int partition, long offset, String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                "topic",
                partition,
                offset,
                1_000_000 + offset,
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}

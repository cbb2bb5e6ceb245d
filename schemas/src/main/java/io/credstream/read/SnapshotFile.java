package io.credstream.read;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot in a file: what it is, its records, and a checksum over both. It is replaced as a whole, so that whoever reads it
 * meanwhile has the one or the other; what was cut off, or is of another format, is no snapshot.
 */
final class SnapshotFile {

    static final String SUFFIX = ".snapshot";

    /** To be changed with the format, or with what decides over a key. */
    private static final int FORMAT = 0x43525301;

    private static final int NONE = -1;

    /** No larger one is written: {@link Snapshots} keeps a quarter of it in values, and keys are short. */
    private static final long LARGEST = 1L << 30;

    private SnapshotFile() {}

    /** Only its owner can read it. */
    static void write(Path file, Snapshot snapshot) throws IOException {
        Path half = Files.createTempFile(file.toAbsolutePath().getParent(), "half-", SUFFIX);
        try {
            CheckedOutputStream checked = new CheckedOutputStream(Files.newOutputStream(half), new CRC32C());
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, 1 << 16))) {
                write(out, snapshot);
                out.flush();
                out.writeLong(checked.getChecksum().getValue());
            }
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(half);
        }
    }

    /** Empty if there is none, or none that is whole. */
    @SuppressWarnings("UnusedException") // whatever is the matter with it, the log is read instead
    static Optional<Snapshot> read(Path file, String topic) {
        try {
            if (Files.size(file) > LARGEST) {
                return Optional.empty();
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            ByteBuffer content = bytes.slice(0, bytes.limit() - Long.BYTES);
            CRC32C checksum = new CRC32C();
            checksum.update(content.duplicate());
            boolean whole = checksum.getValue() == bytes.getLong(content.limit());
            return whole && content.getInt() == FORMAT ? Optional.of(read(content, topic)) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static void write(DataOutputStream out, Snapshot snapshot) throws IOException {
        out.writeInt(FORMAT);
        out.writeLong(snapshot.terms().topic().getMostSignificantBits());
        out.writeLong(snapshot.terms().topic().getLeastSignificantBits());
        out.writeLong(snapshot.terms().schema());
        out.writeLong(snapshot.terms().tombstones().toMillis());
        out.writeLong(snapshot.taken().toEpochMilli());
        out.writeInt(snapshot.records().size());
        for (ConsumerRecord<String, byte[]> record : snapshot.records()) {
            out.writeInt(record.partition());
            out.writeLong(record.offset());
            out.writeLong(record.timestamp());
            write(out, record.key().getBytes(StandardCharsets.UTF_8));
            write(out, record.value());
            Header[] headers = record.headers().toArray();
            out.writeInt(headers.length);
            for (Header header : headers) {
                write(out, header.key().getBytes(StandardCharsets.UTF_8));
                write(out, header.value());
            }
        }
    }

    private static void write(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? NONE : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static Snapshot read(ByteBuffer in, String topic) {
        Terms terms = new Terms(new Uuid(in.getLong(), in.getLong()), in.getLong(), Duration.ofMillis(in.getLong()));
        Instant taken = Instant.ofEpochMilli(in.getLong());
        int count = size(in, in.getInt());
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            records.add(record(in, topic));
        }
        return new Snapshot(terms, taken, records);
    }

    @SuppressWarnings("NullAway") // the value of a tombstone is null
    private static ConsumerRecord<String, byte[]> record(ByteBuffer in, String topic) {
        int partition = in.getInt();
        long offset = in.getLong();
        long timestamp = in.getLong();
        byte[] key = bytes(in);
        byte[] value = bytes(in);
        Headers headers = new RecordHeaders();
        for (int left = in.getInt(); left > 0; left--) {
            headers.add(text(bytes(in)), bytes(in));
        }
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                timestamp,
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                text(key),
                value,
                headers,
                Optional.empty());
    }

    private static byte @Nullable [] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length == NONE) {
            return null;
        }
        byte[] bytes = new byte[size(in, length)];
        in.get(bytes);
        return bytes;
    }

    /** Never more than is left, before anything is allocated for it. */
    private static int size(ByteBuffer in, int claimed) {
        if (claimed < 0 || claimed > in.remaining()) {
            throw new IllegalArgumentException("a size beyond the end");
        }
        return claimed;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}

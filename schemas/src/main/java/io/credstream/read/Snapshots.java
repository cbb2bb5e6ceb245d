package io.credstream.read;

import io.credstream.topics.Await;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * What a reader of the latest of every key leaves behind for the next one: a file for each topic, in a folder for each Kafka
 * cluster. What they hold is bytes of the topics and nothing else. They only make reading quicker: one that does not hold any more,
 * cannot be read, or cannot be written, is as good as none.
 */
public final class Snapshots {

    /** Nothing is found, and nothing is kept. */
    public static final Snapshots NONE = new Snapshots(Map.of(), Instant.EPOCH);

    private static final Pattern FOLDER_NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /** More is not kept of a topic. */
    private static final long MOST_BYTES = 256L << 20;

    /** The snapshot of a topic, if there is one. */
    private record Place(Path file, Terms terms) {}

    private final Map<String, Place> places;
    private final Instant now;

    private Snapshots(Map<String, Place> places, Instant now) {
        this.places = Map.copyOf(places);
        this.now = now;
    }

    /**
     * The snapshots of topics. Where the brokers do not say on which terms they would be made, there are none.
     *
     * @param root the folder of all snapshots; what is older in it than any may be is deleted
     * @param now not after any line up to which is read
     */
    public static Snapshots open(KafkaClients clients, Path root, Collection<? extends Topic<?>> topics, Instant now) {
        try (Admin admin = clients.admin()) {
            String cluster = Await.of(admin.describeCluster().clusterId());
            if (cluster == null || !FOLDER_NAME.matcher(cluster).matches()) {
                return NONE;
            }
            Map<String, Terms> terms = Terms.of(admin, topics);
            deleteOld(root, now);
            Path folder = Files.createDirectories(root.resolve(cluster), ownersOnly());
            Map<String, Place> places = new HashMap<>();
            terms.forEach((topic, its) ->
                    places.put(topic, new Place(folder.resolve(topic + SnapshotFile.SUFFIX), its)));
            return new Snapshots(places, now);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NONE;
        } catch (KafkaException | IOException | UncheckedIOException e) {
            return NONE;
        }
    }

    Optional<Snapshot> find(Topic<?> topic) {
        return Optional.ofNullable(places.get(topic.name()))
                .flatMap(place -> SnapshotFile.read(place.file(), topic.name())
                        .filter(snapshot -> snapshot.holds(place.terms(), now)));
    }

    void keep(Topic<?> topic, List<ConsumerRecord<String, byte[]>> records) {
        Place place = places.get(topic.name());
        if (place == null || bytes(records) > MOST_BYTES) {
            return;
        }
        try {
            SnapshotFile.write(place.file(), new Snapshot(place.terms(), now, records));
        } catch (IOException e) {
            // A full disk, say: then the next one reads everything again.
        }
    }

    private static long bytes(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .mapToLong(record -> record.value() == null ? 0 : record.value().length)
                .sum();
    }

    /** Of clusters that nobody asks any more, of topics that are gone, and what was never finished. */
    private static void deleteOld(Path root, Instant now) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> files = Files.find(root, 2, (file, its) -> its.isRegularFile() && isOld(its, now))) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isOld(BasicFileAttributes file, Instant now) {
        return file.lastModifiedTime().toInstant().isBefore(now.minus(Snapshot.LONGEST));
    }

    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}

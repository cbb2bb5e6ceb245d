package io.credstream.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.audit.Facts;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.model.Credential;
import io.credstream.read.Cut;
import io.credstream.read.LatestByKey;
import io.credstream.read.Snapshots;
import io.credstream.read.TopicReader;
import io.credstream.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader that goes on from a snapshot finds what one finds that reads everything, and reads no more than it has to. */
class SnapshotsIT {

    private static final int MANY = 500;
    private static final int FEW = 2 * Credentials.PARTITIONS;

    private final Credentials log = new Credentials();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeEach
    void fillALog() throws Exception {
        log.makeTopics();
        for (int i = 0; i < MANY; i++) {
            log.put(i % 100);
        }
        assertThat(arrivals()).as("nothing to go on from").isEqualTo(MANY);
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void theSecondAnswerReadsHardlyAnything() throws Exception {
        assertThat(arrivals()).isLessThanOrEqualTo(FEW);
        assertThat(arrivals()).isLessThanOrEqualTo(FEW);
    }

    @Test
    void seesWhatWasWrittenAndDeletedSince() throws Exception {
        // When
        log.put(100);
        log.put(1);
        log.delete(2);
        // Then
        assertThat(arrivals()).isLessThanOrEqualTo(FEW + 3);
        assertThat(latest().get(Credentials.key(100))).isPresent();
        assertThat(latest().get(Credentials.key(2))).isEmpty();
    }

    @Test
    void whatIsOlderThanADeletionDoesNotReviveIt() throws Exception {
        log.delete(3);
        arrivals();
        // When
        log.write(3, 1, false);
        // Then
        assertThat(arrivals()).isLessThanOrEqualTo(FEW + 2);
        assertThat(latest().get(Credentials.key(3))).isEmpty();
    }

    @Test
    void anOpenTransactionIsSeenOnceItIsCommitted() throws Exception {
        // Given
        try (Producer<String, byte[]> transactional = log.transactional()) {
            transactional.beginTransaction();
            transactional.send(log.record(4, log.version() + 1, true)).get();
            log.put(100);
            // When
            arrivals();
            // Then
            assertThat(latest().get(Credentials.key(4))).isPresent();
            // When
            transactional.commitTransaction();
            // Then
            await().atMost(Credentials.PATIENCE)
                    .until(() -> latest().get(Credentials.key(4)).isEmpty());
            assertThat(arrivals()).isLessThanOrEqualTo(FEW + 2);
            assertThat(latest().get(Credentials.key(100))).isPresent();
        }
    }

    @Test
    void aTopicThatWasMadeAnewIsReadAnew() throws Exception {
        // When
        log.recreate();
        for (int i = 0; i < MANY; i++) {
            log.put(i % 50);
        }
        // Then
        assertThat(arrivals()).isEqualTo(MANY);
        assertThat(latest().records()).hasSize(50);
    }

    @Test
    void aLogThatHasLostItsBeginningIsReadAnew() throws Exception {
        // When
        log.truncate(10);
        // Then
        assertThat(arrivals()).isLessThanOrEqualTo(10 * Credentials.PARTITIONS + FEW);
        assertThat(latest().records()).hasSize(10 * Credentials.PARTITIONS);
    }

    @Test
    void onOtherTermsIsReadAnew() throws Exception {
        log.set(TopicConfig.DELETE_RETENTION_MS_CONFIG, "86400000");
        assertThat(arrivals()).isEqualTo(MANY);
        assertThat(arrivals()).isLessThanOrEqualTo(FEW);
    }

    @Test
    void whatIsNoSnapshotIsReplaced() throws Exception {
        // When
        Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), 1_000));
        // Then
        assertThat(arrivals()).isEqualTo(MANY);
        assertThat(arrivals()).isLessThanOrEqualTo(FEW);
    }

    @Test
    void whereNothingCanBeKeptEverythingIsRead() throws Exception {
        // Given
        Path none = Files.createFile(folder.resolve("a-file"));
        // Then
        for (int i = 0; i < 2; i++) {
            assertThat(arrivals(Snapshots.open(log.kafka(), none, List.of(log.topic()), Instant.now())))
                    .isEqualTo(MANY);
        }
    }

    @Test
    void aRecordThatNobodyCanReadIsSaidEachTime() throws Exception {
        // Given
        log.deleteWithoutSaying(5);
        // Then
        for (int i = 0; i < 2; i++) {
            assertThat(latest().unreadable()).isOne();
            assertThat(latest().get(Credentials.key(5))).isPresent();
        }
    }

    /** Its topics have the same ids, and its offsets are beyond those of the snapshot again. */
    @Test
    void aLogThatWasRestoredAndHasGrownAgainIsReadAnew(@TempDir Path disk, @TempDir Path backup) throws Exception {
        // Given
        log.moveTo(disk);
        log.makeTopics();
        log.put(1);
        log.close();
        Credentials.copy(disk, backup);
        log.moveTo(disk);
        log.put(2);
        log.put(3);
        arrivals();
        // When
        log.moveTo(backup);
        for (int i = 4; i < 20; i++) {
            log.put(i);
        }
        // Then
        arrivals();
        assertThat(latest().get(Credentials.key(1))).isPresent();
        assertThat(latest().get(Credentials.key(2))).isEmpty();
    }

    @Test
    void commandsKeepThemOfALongLogThatIsAskedAboutNow() throws Exception {
        // Given
        KafkaSettings settings = new KafkaSettings(log.kafka().bootstrapServers(), null, Topics.DEFAULT_PREFIX);
        Path kept = folder.resolve("kept");
        try (LogReader reader =
                LogReader.open(settings, new PrintWriter(Writer.nullWriter()), null, Optional.of(kept))) {
            reader.fleet();
        }
        assertThat(kept).as("the log is short").doesNotExist();
        log.churn(50_000);
        // When
        When past = new When.Ago(Duration.ZERO);
        try (LogReader reader =
                LogReader.open(settings, new PrintWriter(Writer.nullWriter()), past, Optional.of(kept))) {
            reader.fleet();
        }
        // Then
        assertThat(kept).doesNotExist();
        // When
        List<Facts> answers = new ArrayList<>();
        for (Optional<Path> snapshots : List.of(Optional.of(kept), Optional.of(kept), Optional.<Path>empty())) {
            try (LogReader reader = LogReader.open(settings, new PrintWriter(Writer.nullWriter()), null, snapshots)) {
                answers.add(reader.facts());
            }
        }
        // Then
        assertThat(kept).isDirectoryRecursivelyContaining("glob:**/credstream.credentials.snapshot");
        assertThat(answers)
                .extracting(facts -> places(facts.latest(log.topic())))
                .containsOnly(places(answers.getLast().latest(log.topic())));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void findsWhatAWholeReadFinds(int seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            for (int writes = random.nextInt(30); writes > 0; writes--) {
                log.write(
                        random.nextInt(120),
                        Math.max(1, log.version() + 1 - random.nextInt(4)),
                        random.nextInt(3) == 0);
            }
            switch (random.nextInt(20)) {
                case 0 -> log.recreate();
                case 1 -> log.truncate(random.nextInt(100));
                case 2 -> Files.write(file(), new byte[] {1, 2, 3});
                case 3 -> log.abort(random.nextInt(120));
                default -> {}
            }
            arrivals();
        }
    }

    /** How many records arrive for the latest of every key, which are what they are without a snapshot. */
    private int arrivals() {
        return arrivals(snapshots());
    }

    private int arrivals(Snapshots snapshots) {
        AtomicInteger arrived = new AtomicInteger();
        try (TopicReader reader = new TopicReader(log.kafka(), arrived::addAndGet);
                TopicReader other = new TopicReader(log.kafka())) {
            Cut end = reader.end(List.of(log.topic()));
            var found = latest(reader, end, snapshots);
            assertThat(places(found)).isEqualTo(places(latest(other, end, Snapshots.NONE)));
        }
        return arrived.get();
    }

    private LatestByKey<Credential> latest() {
        Snapshots snapshots = snapshots();
        try (TopicReader reader = new TopicReader(log.kafka())) {
            return latest(reader, reader.end(List.of(log.topic())), snapshots);
        }
    }

    private LatestByKey<Credential> latest(TopicReader reader, Cut end, Snapshots snapshots) {
        LatestByKey<Credential> latest = new LatestByKey<>();
        reader.readLatest(log.topic(), end, snapshots, latest);
        return latest;
    }

    private static Map<String, String> places(LatestByKey<Credential> latest) {
        Map<String, String> places = new TreeMap<>();
        latest.records().forEach((key, record) -> places.put(key, record.at().describe()));
        return places;
    }

    private Snapshots snapshots() {
        return Snapshots.open(log.kafka(), folder, List.of(log.topic()), Instant.now());
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }
}

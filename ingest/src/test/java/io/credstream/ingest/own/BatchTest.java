package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.ingest.watch.Feed;
import io.credstream.model.Cause;
import io.credstream.model.DeadLetter;
import io.credstream.model.Deletion;
import io.credstream.model.InventoryEntry;
import io.credstream.model.Kind;
import io.credstream.model.ObjectRef;
import io.credstream.model.Template;
import io.credstream.model.Version;
import io.credstream.observe.Meters;
import io.credstream.topics.DeletionHeaders;
import io.credstream.topics.Topics;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class BatchTest {

    private static final Topics TOPICS = Topics.withPrefix("");
    private static final ObjectRef A = new ObjectRef("kcp", "ns", "a");
    private static final ObjectRef B = new ObjectRef("kcp", "ns", "b");
    private static final Cause CAUSE = new Cause.Observation("kcp", Kind.MODULE_TEMPLATE, "1");

    private final Inventory inventory = new Inventory();

    private final ReportMeters meters = new ReportMeters(Meters.unseen());

    @Test
    void whatIsNewIsWrittenTogetherWithItsInventoryEntryAndRememberedOnceCommitted() {
        Batch batch = batch();
        present(batch, A, "uid", "5", "d1");
        assertThat(topicsOf(batch)).containsExactly("templates", "inventory");
        assertThat(inventory.get(Kind.MODULE_TEMPLATE, A)).isEmpty();
        batch.committed(meters);
        assertThat(inventory.get(Kind.MODULE_TEMPLATE, A))
                .get()
                .extracting(InventoryEntry::digest)
                .isEqualTo("d1");
    }

    @Test
    void whatSaysTheSameIsNotWrittenButItsVersionIsRemembered() {
        reported(A, "uid", "5", "d1");
        Batch batch = batch();
        present(batch, A, "uid", "9", "d1");
        assertThat(batch.records()).isEmpty();
        batch.committed(meters);
        assertThat(inventory.get(Kind.MODULE_TEMPLATE, A))
                .get()
                .extracting(InventoryEntry::version)
                .isEqualTo(new Version(1, "9"));
        // And so an older one is recognised as such.
        Batch late = batch();
        present(late, A, "uid", "7", "d2");
        assertThat(late.records()).isEmpty();
    }

    @Test
    void whatItsTopicHasLostIsWrittenAgainOnceEvenIfItSaysTheSame() {
        reported(A, "uid", "5", "d1");
        inventory.put(inventory.get(Kind.MODULE_TEMPLATE, A).orElseThrow(), Version.NONE);
        Batch older = batch();
        present(older, A, "uid", "4", "d1");
        assertThat(older.records()).isEmpty();
        Batch batch = batch();
        present(batch, A, "uid", "5", "d1");
        present(batch, A, "uid", "6", "d1");
        assertThat(topicsOf(batch)).containsExactly("templates", "inventory");
        batch.committed(meters);
        assertThat(inventory.told(Kind.MODULE_TEMPLATE, A)).contains(new Version(1, "5"));
        Batch again = batch();
        present(again, A, "uid", "9", "d1");
        assertThat(again.records()).isEmpty();
        again.committed(meters);
        assertThat(inventory.told(Kind.MODULE_TEMPLATE, A)).contains(new Version(1, "5"));
    }

    @Test
    void anotherObjectOfTheSameNameIsWrittenEvenIfItSaysTheSame() {
        reported(A, "uid", "5", "d1");
        Batch batch = batch();
        present(batch, A, "other", "6", "d1");
        assertThat(topicsOf(batch)).containsExactly("templates", "inventory");
    }

    @Test
    void everyChangeWithinABatchIsHistory() {
        Batch batch = batch();
        present(batch, A, "uid", "5", "d1");
        present(batch, A, "uid", "6", "d2");
        present(batch, A, "uid", "7", "d1");
        absent(batch, A, "8");
        assertThat(topicsOf(batch).stream().filter("templates"::equals)).hasSize(4);
        assertThat(topicsOf(batch).stream().filter("inventory"::equals)).hasSize(4);
        batch.committed(meters);
        assertThat(inventory.clusters()).isEmpty();
    }

    @Test
    void aDeletionIsATombstoneThatSaysWhatWasDeletedAndWhy() {
        reported(A, "uid", "5", "d1");
        Batch batch = batch();
        absent(batch, A, "8");
        assertThat(batch.records()).hasSize(2).allSatisfy(record -> {
            assertThat(record.value()).isNull();
            assertThat(DeletionHeaders.read(record.headers()))
                    .contains(new Deletion(Deletion.Reason.WATCH, "uid", new Version(1, "8"), CAUSE));
        });
    }

    @Test
    void whatWasNeverReportedNeedsNoTombstone() {
        Batch batch = batch();
        absent(batch, A, "8");
        assertThat(batch.records()).isEmpty();
    }

    @Test
    void aCompleteListDeletesWhatItCoversAndDoesNotShow() {
        reported(A, "uid", "5", "d1");
        reported(B, "uid", "5", "d1");
        reported(new ObjectRef("kcp", "other", "c"), "uid", "5", "d1");
        reported(new ObjectRef("skr", "ns", "a"), "uid", "5", "d1");
        Batch batch = batch();
        Version at = new Version(1, "9");
        batch.listed("kcp", new Feed(Kind.MODULE_TEMPLATE, "ns")::covers, Set.of(A), at, last -> at);
        assertThat(batch.records())
                .extracting(ProducerRecord::key)
                .containsExactly(B.key(), "kcp/moduletemplates/ns/b");
        assertThat(DeletionHeaders.read(batch.records().getFirst().headers()))
                .get()
                .extracting(Deletion::reason)
                .isEqualTo(Deletion.Reason.RESYNC);
    }

    @Test
    void aListKnowsWhatTheSameBatchHasReportedBefore() {
        Batch batch = batch();
        present(batch, A, "uid", "5", "d1");
        Version at = new Version(1, "9");
        batch.listed("kcp", new Feed(Kind.MODULE_TEMPLATE, null)::covers, Set.of(), at, last -> at);
        assertThat(batch.records()).hasSize(4);
    }

    @Test
    void aNewIncarnationIsNewerThanEveryVersionBefore() {
        reported(A, "uid", "500", "d1");
        Batch batch = batch();
        batch.present(Kind.MODULE_TEMPLATE, template(A, "uid", new Version(2, "3"), ""), "d0");
        assertThat(topicsOf(batch)).containsExactly("templates", "inventory");
    }

    @Test
    void whatIsTooLargeForTheBrokerIsADeadLetter() {
        Batch batch = batch();
        Template huge = template(A, "uid", new Version(1, "3"), "x".repeat(Limits.VALUE_BYTES));
        batch.present(Kind.MODULE_TEMPLATE, huge, "d0");
        assertThat(topicsOf(batch)).containsExactly("dead-letters");
        DeadLetter letter =
                TOPICS.deadLetters().serde().decode(batch.records().getFirst().value());
        assertThat(letter.object()).isEqualTo(A.key());
    }

    @Test
    void whatWasAddedSinceASavepointIsTakenBackAndNothingElse() {
        reported(B, "uid", "1", "d1");
        Batch batch = batch();
        present(batch, A, "uid", "5", "d1");
        Batch.Savepoint before = batch.savepoint();
        present(batch, A, "uid", "6", "d2");
        absent(batch, B, "7");
        batch.deadLetter(DeadLetter.Code.INVALID_OBJECT, "x", CAUSE);
        assertThat(batch.count("kcp", Kind.MODULE_TEMPLATE)).isEqualTo(1);

        batch.rollback(before);

        assertThat(topicsOf(batch)).containsExactly("templates", "inventory");
        assertThat(batch.count("kcp", Kind.MODULE_TEMPLATE)).isEqualTo(2);
        batch.committed(meters);
        assertThat(inventory.get(Kind.MODULE_TEMPLATE, A))
                .get()
                .extracting(InventoryEntry::digest)
                .isEqualTo("d1");
        assertThat(inventory.get(Kind.MODULE_TEMPLATE, B)).isPresent();
        assertThat(inventory.count("kcp", Kind.MODULE_TEMPLATE)).isEqualTo(2);
    }

    @Test
    void whatTheBrokersRefuseIsADeadLetterAndItsObjectStaysAsItWasReported() {
        reported(A, "uid", "1", "d1");
        Batch batch = batch();
        present(batch, A, "uid", "5", "d2");
        present(batch, B, "uid", "6", "d1");
        present(batch, A, "uid", "7", "d3");

        batch.refuse(batch.records().getFirst());

        assertThat(topicsOf(batch)).containsExactly("templates", "inventory", "dead-letters");
        assertThat(TOPICS.deadLetters()
                        .serde()
                        .decode(batch.records().getLast().value())
                        .code())
                .isEqualTo(DeadLetter.Code.TOO_LARGE);
        batch.committed(meters);
        assertThat(inventory.get(Kind.MODULE_TEMPLATE, A))
                .get()
                .extracting(InventoryEntry::digest)
                .isEqualTo("d1");
        assertThat(inventory.get(Kind.MODULE_TEMPLATE, B)).isPresent();
    }

    @Test
    void aDeadLetterThatTheBrokersRefuseIsGone() {
        Batch batch = batch();
        batch.deadLetter(DeadLetter.Code.INVALID_OBJECT, "x", CAUSE);
        batch.refuse(batch.records().getFirst());
        assertThat(batch.records()).isEmpty();
    }

    @Test
    void aNameInADeadLetterIsCut() {
        Batch batch = batch();
        batch.deadLetter(DeadLetter.Code.INVALID_OBJECT, "x".repeat(2_000_000), CAUSE);
        assertThat(batch.records().getFirst().value().length).isLessThan(1_000);
    }

    @Test
    void aDeletionWithAHeaderThatNoBrokerTakesIsADeadLetter() {
        reported(A, "u".repeat(Limits.HEADER_BYTES), "1", "d1");
        Batch batch = batch();
        absent(batch, A, "2");
        assertThat(topicsOf(batch)).containsExactly("dead-letters");
    }

    private void reported(ObjectRef ref, String uid, String version, String digest) {
        Batch batch = batch();
        present(batch, ref, uid, version, digest);
        batch.committed(meters);
    }

    private Batch batch() {
        return new Batch(TOPICS, topic -> 4, inventory);
    }

    private static void present(Batch batch, ObjectRef ref, String uid, String version, String digest) {
        batch.present(Kind.MODULE_TEMPLATE, template(ref, uid, new Version(1, version), ""), digest);
    }

    private static void absent(Batch batch, ObjectRef ref, String version) {
        batch.absent(Kind.MODULE_TEMPLATE, ref, Deletion.Reason.WATCH, new Version(1, version), CAUSE);
    }

    private static Template template(ObjectRef ref, String uid, Version version, String component) {
        return new Template(ref, uid, version, component, null, null, null, false, null, List.of(), null, CAUSE);
    }

    private static List<String> topicsOf(Batch batch) {
        return batch.records().stream().map(ProducerRecord::topic).toList();
    }
}

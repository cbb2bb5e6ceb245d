package io.credstream.sink.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.sink.patch.Updates;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OutboxTest {

    private static final Topics TOPICS = Topics.withPrefix(Topics.DEFAULT_PREFIX);

    private final CompletableFuture<Throwable> bug = new CompletableFuture<>();
    private final List<MockProducer<String, byte[]>> producers = new CopyOnWriteArrayList<>();
    private final List<Long> delivered = new CopyOnWriteArrayList<>();
    private final Outbox outbox = new Outbox(this::producer, TOPICS, Duration.ofMillis(50), bug::complete);

    @AfterEach
    void close() {
        outbox.close();
        assertThat(bug).isNotDone();
    }

    static Stream<KafkaException> whatIsNotTheRecordsFault() {
        return Stream.of(
                new TopicAuthorizationException(Set.of("credstream.apply-reports")),
                new OutOfOrderSequenceException("of the producer"),
                new KafkaException("of whatever"));
    }

    @ParameterizedTest
    @MethodSource("whatIsNotTheRecordsFault")
    void whatKafkaDoesNotTakeIsKeptAndSentAgainInItsOrder(KafkaException refusal) {
        report(1);
        report(2);
        report(3);
        await().untilAsserted(() -> assertThat(producers.getFirst().history()).hasSize(3));

        producers.getFirst().completeNext();
        producers.getFirst().errorNext(refusal);

        await().untilAsserted(() -> assertThat(outbox.trouble().orElseThrow()).contains("Kafka"));
        await().untilAsserted(() -> assertThat(producers).hasSize(2));
        await().untilAsserted(() -> assertThat(offsets(producers.get(1))).containsExactly(2L, 3L));
        assertThat(delivered).containsExactly(1L);

        producers.get(1).completeNext();
        producers.get(1).completeNext();

        await().untilAsserted(() -> assertThat(delivered).containsExactly(1L, 2L, 3L));
        assertThat(outbox.trouble()).isEmpty();
        assertThat(producers.getFirst().closed()).isTrue();
    }

    @Test
    void aReportThatKafkaCanNeverTakeIsADeadLetterAndHoldsUpNobody() {
        report(1);
        report(2);
        await().untilAsserted(() -> assertThat(producers.getFirst().history()).hasSize(2));

        producers.getFirst().errorNext(new RecordTooLargeException());
        producers.getFirst().completeNext();

        await().untilAsserted(() -> assertThat(producers.getFirst().history()).hasSize(3));
        assertThat(producers.getFirst().history().getLast().topic())
                .isEqualTo(TOPICS.deadLetters().name());
        assertThat(delivered).containsExactly(2L);
        producers.getFirst().completeNext();

        await().untilAsserted(() -> assertThat(delivered).containsExactly(2L, 1L));
        assertThat(outbox.trouble()).isEmpty();
        assertThat(producers).hasSize(1);
    }

    @Test
    void closesAtOnceWhateverIsUnderWay() throws InterruptedException {
        report(1);
        await().untilAsserted(() -> assertThat(producers.getFirst().history()).hasSize(1));

        assertThat(outbox.awaitSent(Duration.ofMillis(20))).isFalse();
        outbox.close();

        assertThat(delivered).isEmpty();
        assertThat(producers.getFirst().closed()).isTrue();
    }

    private void report(long offset) {
        var update = Updates.first("kcp/ns/m" + offset, "uid-1");
        outbox.report(
                new ApplyReport(update.manifest(), "uid-1", Result.APPLIED, "7", null, 1, Updates.at(offset)),
                Updates.at(offset),
                () -> delivered.add(offset));
    }

    private static List<Long> offsets(MockProducer<String, byte[]> producer) {
        return producer.history().stream()
                .map(record -> Long.parseLong(record.key().substring("kcp/ns/m".length())))
                .toList();
    }

    private MockProducer<String, byte[]> producer() {
        var brokers = new Cluster(
                "test",
                List.of(Node.noNode()),
                Stream.of(TOPICS.applyReports(), TOPICS.deadLetters(), TOPICS.orders())
                        .map(topic -> new PartitionInfo(topic.name(), 0, Node.noNode(), new Node[0], new Node[0]))
                        .toList(),
                Set.of(),
                Set.of());
        var producer = new MockProducer<>(brokers, false, null, new StringSerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }
}

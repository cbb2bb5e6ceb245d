package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TransactionalWriterTest {

    private static final List<ProducerRecord<String, byte[]>> RECORDS = List.of(record("event"), record("inventory"));

    /** Commits fail as often as there are failures. */
    private static final class FailingProducer extends MockProducer<String, byte[]> {
        private final Deque<RuntimeException> failures = new ArrayDeque<>();
        private int aborted;
        private Runnable onAbort = () -> {};
        private @Nullable ProducerRecord<String, byte[]> refused;

        private FailingProducer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            if (record.equals(refused)) {
                refused = null;
                RecordTooLargeException failure = new RecordTooLargeException();
                callback.onCompletion(null, failure);
                failures.add(new KafkaException(failure));
                return CompletableFuture.failedFuture(failure);
            }
            return super.send(record, callback);
        }

        @Override
        public void commitTransaction() {
            if (!failures.isEmpty()) {
                throw failures.poll();
            }
            super.commitTransaction();
        }

        @Override
        public void abortTransaction() {
            aborted++;
            onAbort.run();
            super.abortTransaction();
        }
    }

    private final FailingProducer producer = new FailingProducer();
    private final TransactionalWriter writer = new TransactionalWriter(producer, new SplittableRandom(1));

    TransactionalWriterTest() {
        producer.initTransactions();
    }

    @Test
    void aRecordThatTheBrokersRefuseIsNamedAndNothingIsCommitted() throws Exception {
        ProducerRecord<String, byte[]> large = record("large");
        producer.refused = large;
        assertThat(writer.write(List.of(record("event"), large))).containsExactly(large);
        assertThat(producer.history()).isEmpty();
        assertThat(producer.aborted).isEqualTo(1);
        assertThat(writer.write(RECORDS)).isEmpty();
        assertThat(producer.history()).isEqualTo(RECORDS);
    }

    @Test
    void aBatchIsOneTransaction() throws Exception {
        writer.write(RECORDS);
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history()).isEqualTo(RECORDS);
    }

    @Test
    void itKnowsHowFarItCommitted() throws Exception {
        Topic<?> topic = Topics.withPrefix("").credentials();
        assertThat(writer.end(topic, 0)).isEmpty();
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic.name(), 0, "key", new byte[0]);
        writer.write(List.of(record, record));
        assertThat(writer.end(topic, 0)).contains(2L);
        assertThat(writer.end(topic, 1)).isEmpty();
        writer.restarted(topic.name(), 0);
        assertThat(writer.end(topic, 0)).as("of a topic that was made anew").contains(0L);
    }

    @Test
    void aTransactionThatFailsIsAbortedAndMadeAgainWithTheSameRecordsInTheSameOrder() throws Exception {
        producer.failures.add(new KafkaException("a send failed"));
        producer.failures.add(new KafkaException("a send failed again"));
        writer.write(RECORDS);
        assertThat(producer.aborted).isEqualTo(2);
        assertThat(producer.history()).isEqualTo(RECORDS);
    }

    @Test
    void aCommitThatTimedOutIsAskedForAgainAndNothingIsSentTwice() throws Exception {
        producer.failures.add(new TimeoutException("nobody knows"));
        writer.write(RECORDS);
        assertThat(producer.aborted).isZero();
        assertThat(producer.history()).isEqualTo(RECORDS);
    }

    @Test
    void whatIsRefusedOfATopicIsWaitedForAndSaid() throws Exception {
        List<String> said = new ArrayList<>();
        producer.onAbort = () -> said.add(writer.trouble());
        producer.failures.add(
                new KafkaException("wrapped", new TopicAuthorizationException(Set.of("credstream.clusters"))));
        writer.write(RECORDS);
        assertThat(said).singleElement().asString().contains("TopicAuthorizationException", "credstream.clusters");
        assertThat(writer.trouble()).isEmpty();
        assertThat(producer.history()).isEqualTo(RECORDS);
    }

    @Test
    void whoeverIsFencedGivesUpAndDoesNotTryAgain() {
        for (RuntimeException fenced : List.of(
                new InvalidProducerEpochException("another owner"),
                new ProducerFencedException("another owner"),
                new TransactionalIdAuthorizationException("not ours"),
                new KafkaException("wrapped", new ProducerFencedException("another owner")))) {
            FailingProducer zombie = new FailingProducer();
            zombie.initTransactions();
            zombie.failures.add(fenced);
            assertThatThrownBy(() -> new TransactionalWriter(zombie, new SplittableRandom(1)).write(RECORDS))
                    .isInstanceOf(GivenUp.class);
            assertThat(zombie.history()).isEmpty();
        }
    }

    private static ProducerRecord<String, byte[]> record(String topic) {
        return new ProducerRecord<>(topic, 0, "key", "value".getBytes(StandardCharsets.UTF_8));
    }
}

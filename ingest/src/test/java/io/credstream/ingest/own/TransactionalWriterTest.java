package io.credstream.ingest.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

final class TransactionalWriterTest {

    private static final List<ProducerRecord<String, byte[]>> RECORDS = List.of(record("event"), record("inventory"));

    /** Commits fail as often as there are failures. */
    private static final class FailingProducer extends MockProducer<String, byte[]> {
        private final Deque<RuntimeException> failures = new ArrayDeque<>();
        private int aborted;

        private FailingProducer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
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
            super.abortTransaction();
        }
    }

    private final FailingProducer producer = new FailingProducer();
    private final TransactionalWriter writer = new TransactionalWriter(producer, new SplittableRandom(1));

    TransactionalWriterTest() {
        producer.initTransactions();
    }

    @Test
    void aBatchIsOneTransaction() throws Exception {
        writer.write(RECORDS);
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(producer.history()).isEqualTo(RECORDS);
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
    void whoeverIsFencedGivesUpAndDoesNotTryAgain() {
        for (RuntimeException fenced : List.of(
                new InvalidProducerEpochException("another owner"),
                new ProducerFencedException("another owner"),
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

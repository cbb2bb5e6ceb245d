package io.credstream.ingest.own;

import io.credstream.kube.Backoff;
import io.credstream.observe.LogKeys;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of records, each in a transaction, in the name of one partition. To open it fences whoever wrote in that
 * name before.
 *
 * <p>It never opens itself anew: whoever has been fenced must not fence the rightful owner in turn, with decisions that are
 * based on an inventory from before.
 */
final class TransactionalWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalWriter.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

    /**
     * A commit returns before the brokers have marked its end everywhere, and the next transaction is refused until then; the
     * default of 100 ms for asking again would be most of the latency. With one request under way at a time a refused one
     * does not drag those after it along.
     */
    private static final Map<String, Object> SETTINGS = Map.of(
            ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 30_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);

    private final Producer<String, byte[]> producer;
    private final RandomGenerator random;
    private final Map<String, Integer> partitions = new HashMap<>();

    TransactionalWriter(Producer<String, byte[]> producer, RandomGenerator random) {
        this.producer = producer;
        this.random = random;
    }

    static TransactionalWriter open(KafkaClients clients, String transactionalId, RandomGenerator random)
            throws GivenUp {
        Map<String, Object> settings = new HashMap<>(SETTINGS);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        Producer<String, byte[]> producer = clients.producer(settings);
        try {
            producer.initTransactions();
            return new TransactionalWriter(producer, random);
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw new GivenUp(e);
        }
    }

    int partitions(Topic<?> topic) {
        return partitions.computeIfAbsent(
                topic.name(), name -> producer.partitionsFor(name).size());
    }

    /** Returns when all of it is committed, in order; tries until then. */
    void write(List<ProducerRecord<String, byte[]>> records) throws GivenUp, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                producer.beginTransaction();
                for (ProducerRecord<String, byte[]> record : records) {
                    var unused = producer.send(record); // what fails here fails the commit
                }
                commit();
                return;
            } catch (InterruptException e) {
                throw interrupted();
            } catch (KafkaException e) {
                if (isFinal(e)) {
                    throw new GivenUp(e);
                }
                abort();
                LOG.atWarn()
                        .addKeyValue(LogKeys.REASON, e.getClass().getSimpleName())
                        .addKeyValue(LogKeys.COUNT, records.size())
                        .log("A transaction was aborted and is tried again");
                Thread.sleep(BACKOFF.delay(failures, random));
            }
        }
    }

    /** Whether a commit that timed out took place is unknown; only to ask again is allowed then. */
    private void commit() {
        while (true) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                LOG.atWarn().addKeyValue(LogKeys.REASON, "timeout").log("A commit is asked for again");
            }
        }
    }

    private void abort() throws GivenUp, InterruptedException {
        try {
            producer.abortTransaction();
        } catch (InterruptException e) {
            throw interrupted();
        } catch (KafkaException | IllegalStateException e) {
            throw new GivenUp(e);
        }
    }

    /** Fenced, not allowed, or out of step with the broker. */
    private static boolean isFinal(KafkaException e) {
        return e instanceof ApplicationRecoverableException
                || e instanceof InvalidConfigurationException
                || e instanceof OutOfOrderSequenceException
                || e instanceof UnsupportedVersionException
                || (e.getCause() instanceof KafkaException cause && isFinal(cause));
    }

    private static InterruptedException interrupted() {
        Thread.interrupted();
        return new InterruptedException();
    }

    /** What is not committed is aborted, by the broker if need be. */
    @Override
    public void close() {
        producer.close(CLOSE_WITHIN);
    }
}

package io.credstream.ingest.own;

import io.credstream.kube.Backoff;
import io.credstream.observe.LogKeys;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.PartitionCounts;
import io.credstream.topics.Topic;
import io.credstream.topics.Topic.CoPartitioned;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
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
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private volatile String trouble = "";
    private Runnable attempts = () -> {};

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

    /** Tells of each attempt from now on; there is one at least as often as requests may take. */
    void onAttempt(Runnable told) {
        attempts = told;
    }

    int partitions(Topic<?> topic) {
        return partitions.computeIfAbsent(
                topic.name(), name -> producer.partitionsFor(name).size());
    }

    /**
     * Returns if records can be divided among partitions so that the processor finds together what belongs together.
     *
     * @throws GivenUp if topics do not fit, because somebody has altered one since this process began
     */
    void requireEven(Topics topics) throws GivenUp {
        try {
            PartitionCounts.requireEven(
                    topics,
                    Set.of(CoPartitioned.BY_CLUSTER, CoPartitioned.BY_MANIFEST),
                    topic -> producer.partitionsFor(topic).size());
        } catch (KafkaException e) {
            throw new GivenUp(e);
        }
    }

    /** The offset behind the last record of a partition that was committed here; empty if there was none. */
    Optional<Long> end(Topic<?> topic, int partition) {
        return Optional.ofNullable(ends.get(new TopicPartition(topic.name(), partition)));
    }

    /** A topic is another one than before: what was committed to it lies in none. */
    void restarted(String topic, int partition) {
        ends.put(new TopicPartition(topic, partition), 0L);
    }

    /** Why the last transaction has not been committed yet; empty if it has. May be called from any thread. */
    String trouble() {
        return trouble;
    }

    /**
     * Writes records in one transaction, in order; tries until it is committed, or until it is certain that it never will be.
     *
     * @return records that the brokers refuse for good, whoever sends them: nothing is committed then. Else empty.
     */
    Set<ProducerRecord<String, byte[]>> write(List<ProducerRecord<String, byte[]>> records)
            throws GivenUp, InterruptedException {
        Set<ProducerRecord<String, byte[]>> refused = ConcurrentHashMap.newKeySet();
        for (int failures = 1; ; failures++) {
            attempts.run();
            Map<TopicPartition, Long> reached = new ConcurrentHashMap<>();
            try {
                producer.beginTransaction();
                for (ProducerRecord<String, byte[]> record : records) {
                    var unused = producer.send(record, (sent, failure) -> { // what fails here fails the commit
                        if (failure != null && isRefusal(failure)) {
                            refused.add(record);
                        } else if (failure == null) {
                            reached.put(new TopicPartition(sent.topic(), sent.partition()), sent.offset() + 1);
                        }
                    });
                }
                commit();
                ends.putAll(reached);
                trouble = "";
                return Set.of();
            } catch (InterruptException e) {
                throw interrupted();
            } catch (KafkaException e) {
                if (isFinal(e)) {
                    throw new GivenUp(e);
                }
                trouble = GivenUp.reason(e);
                abort();
                LOG.atWarn()
                        .addKeyValue(LogKeys.REASON, e.getClass().getSimpleName())
                        .addKeyValue(LogKeys.COUNT, records.size())
                        .log("A transaction was aborted and is tried again");
                if (!refused.isEmpty()) {
                    trouble = "";
                    return refused;
                }
                Thread.sleep(BACKOFF.delay(failures, random));
            }
        }
    }

    /** About the record and not about the brokers: sending it again would end in the same. */
    private static boolean isRefusal(Exception failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof SerializationException;
    }

    /** Whether a commit that timed out took place is unknown; only to ask again is allowed then. */
    private void commit() {
        while (true) {
            attempts.run();
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                trouble = GivenUp.reason(e);
                LOG.atWarn().addKeyValue(LogKeys.REASON, "timeout").log("A commit is asked for again");
            }
        }
    }

    private void abort() throws GivenUp, InterruptedException {
        attempts.run();
        try {
            producer.abortTransaction();
        } catch (InterruptException e) {
            throw interrupted();
        } catch (KafkaException | IllegalStateException e) {
            throw new GivenUp(e);
        }
    }

    /** Fenced, not allowed to write at all, or out of step with the broker. What is refused of a topic can be granted while we wait. */
    private static boolean isFinal(KafkaException e) {
        return e instanceof ApplicationRecoverableException
                || (e instanceof InvalidConfigurationException && !(e instanceof TopicAuthorizationException))
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

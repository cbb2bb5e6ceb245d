package io.credstream.processor;

import io.credstream.observe.ConsumerLag;
import io.credstream.observe.GroupContact;
import io.credstream.observe.Health;
import io.credstream.observe.Loops;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.credstream.observe.ReadAgain;
import io.credstream.processor.streams.CatchUp;
import io.credstream.processor.streams.DeadLetters;
import io.credstream.processor.streams.Doubt;
import io.credstream.processor.streams.Failures;
import io.credstream.processor.streams.Gate;
import io.credstream.processor.streams.Restoring;
import io.credstream.processor.streams.StageMeters;
import io.credstream.processor.streams.StageSettings;
import io.credstream.processor.streams.TopicIds;
import io.credstream.processor.streams.WatchedTopics;
import io.credstream.rules.retry.Retries;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.KafkaSetup;
import io.credstream.topics.KafkaTrouble;
import io.credstream.topics.TopicWatch;
import io.credstream.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.state.Stores;

/**
 * A running processor: one instance of those that share out the partitions. Thread-safe.
 *
 * <p>At least once, for everything in it is idempotent; and in the time of a few milliseconds a record, for nothing in it waits.
 */
public final class Processor implements AutoCloseable {

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);
    private static final Duration PROOF_AFTER_TROUBLE = Duration.ofSeconds(2);

    private final KafkaStreams streams;
    private final CatchUp catchUp;
    private final Failures failures;
    private final Duration session;
    private final Runnable lag;
    private final TopicWatch watch;
    private final Loops loops;

    private Processor(
            KafkaStreams streams,
            CatchUp catchUp,
            Failures failures,
            Duration session,
            Runnable lag,
            TopicWatch watch,
            Loops loops) {
        this.watch = watch;
        this.loops = loops;
        this.streams = streams;
        this.catchUp = catchUp;
        this.failures = failures;
        this.session = session;
        this.lag = lag;
    }

    /**
     * Makes the topics that are missing, verifies the others, and starts.
     *
     * @param meters what is measured
     * @param onFailure told at most once, from a thread of the processor, that a bug ended it
     * @return when it has been started; {@link #check()} says when it has caught up
     * @throws io.credstream.topics.UnfitTopicsException if topics exist that it cannot work with
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be asked
     */
    public static Processor start(ProcessorConfig config, Meters meters, Consumer<Throwable> onFailure)
            throws InterruptedException {
        return start(config, meters, onFailure, catchUp -> catchUp);
    }

    /** With another gate, or none. */
    static Processor start(
            ProcessorConfig config, Meters meters, Consumer<Throwable> onFailure, UnaryOperator<Gate> gate)
            throws InterruptedException {
        KafkaSetup kafka = config.kafka();
        Topics topics = kafka.topics();
        StageMeters measured = new StageMeters(meters, Clock.systemUTC());
        Map<String, Object> properties = streamsProperties(config, measured);
        try (Admin admin = kafka.clients().admin()) {
            kafka.topicSetup().ensure(admin, topics);
            properties.put(
                    StreamsConfig.REPLICATION_FACTOR_CONFIG, kafka.topicSetup().replication(admin));
        }
        Loops loops = new Loops(meters, Metric.Part.PROCESSOR, System::nanoTime);
        TopicIds.Names names = PropagationTopology.depends(topics, config.applicationId());
        TopicWatch watch = TopicWatch.start(
                kafka.clients()::admin, kafka.topicSetup(), topics, names.changelogs(), TopicWatch.INTERVAL);
        ReadAgain<Doubt> again =
                new ReadAgain<>(meters, Metric.Part.PROCESSOR, PropagationTopology.inputs(topics), Doubt.class);
        CatchUp clients =
                new CatchUp(topics.all(), config.skipped(), new WatchedTopics(watch, names), again::add, loops);
        StageSettings settings = new StageSettings(
                topics,
                gate.apply(clients),
                new Retries(config.retries(), new Random(), config.kafka().topics()::isOrder),
                config.evaluation(),
                config.memory(),
                measured,
                Stores::inMemoryKeyValueStore);
        Failures failures = new Failures(PAUSE_AFTER_TROUBLE, PROOF_AFTER_TROUBLE, Clock.systemUTC(), onFailure);
        KafkaStreams streams = new KafkaStreams(
                new PropagationTopology(settings).build(properties), new StreamsConfig(properties), clients);
        streams.setUncaughtExceptionHandler(failures);
        streams.setGlobalStateRestoreListener(new Restoring(loops));
        streams.start();
        Runnable lag =
                ConsumerLag.show(meters, Metric.Part.PROCESSOR, PropagationTopology.inputs(topics), streams::metrics);
        return new Processor(streams, clients, failures, kafka.sessionTimeout(), lag, watch, loops);
    }

    /** From the state of its own loops. */
    public Health check() {
        return state().and(loops.check());
    }

    private Health state() {
        Throwable failure = failures.failure();
        if (failure != null) {
            return Health.dead("failed: " + failure.getClass().getSimpleName() + "; see the log");
        }
        return switch (streams.state()) {
            case CREATED, REBALANCING -> notReady("partitions are being shared out, or state restored");
            case RUNNING -> {
                List<String> newer = catchUp.newer();
                if (!newer.isEmpty()) {
                    yield new Health(true, false, newer);
                }
                int waiting = catchUp.waiting();
                if (waiting > 0) {
                    List<String> again = catchUp.again();
                    yield again.isEmpty()
                            ? notReady(waiting + " tasks keep silent until they have caught up")
                            : new Health(true, false, again);
                }
                if (!areAllThreadsAtWork()) {
                    yield notReady("stream threads are being started");
                }
                yield GroupContact.lost(streams.metrics(), consumersAtWork(), session)
                        .or(watch::trouble)
                        .map(Health::notReady)
                        .orElse(Health.FINE);
            }
            case PENDING_SHUTDOWN, NOT_RUNNING -> Health.dead("closed");
            case PENDING_ERROR, ERROR -> Health.dead("failed; see the log");
        };
    }

    /** Stops within seconds, having committed what it did, and lets others take over at once. */
    @Override
    public void close() {
        lag.run();
        watch.close();
        loops.close();
        failures.closing();
        streams.close(CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(CLOSE_WITHIN));
    }

    /** The state of the whole says nothing of threads that come and go because of trouble. */
    private boolean areAllThreadsAtWork() {
        Set<ThreadMetadata> threads = streams.metadataForLocalThreads();
        if (!threads.stream().map(ThreadMetadata::threadState).allMatch("RUNNING"::equals)) {
            return false;
        }
        failures.working(threads.stream().map(ThreadMetadata::threadName).collect(Collectors.toSet()));
        return failures.trouble() == null;
    }

    /** The metrics of a thread that was replaced stay, and its last heartbeat ages; what counts are threads that live. */
    private Set<String> consumersAtWork() {
        return streams.metadataForLocalThreads().stream()
                .map(ThreadMetadata::consumerClientId)
                .collect(Collectors.toSet());
    }

    /** Trouble with Kafka says more than the state that it leads to. */
    private Health notReady(String otherwise) {
        Throwable trouble = failures.trouble();
        if (trouble == null) {
            return Health.notReady(otherwise);
        }
        return Health.notReady(
                KafkaTrouble.refusal(trouble).or(watch::trouble).orElseGet(() -> Failures.describe(trouble)));
    }

    static Map<String, Object> streamsProperties(ProcessorConfig config, StageMeters meters) {
        Map<String, Object> properties = new HashMap<>(config.kafka().clients().common());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, config.stateDir().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // The gate watches the consumers, which only this protocol lets it make.
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        // A commit lets the gate see what is processed, and bounds what is done again after a crash.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        // Nothing depends on the order of records between topics, so no record waits for another.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG), "all");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        KafkaClients.membership(config.kafka().sessionTimeout())
                .forEach((name, value) -> properties.put(StreamsConfig.mainConsumerPrefix(name), value));
        properties.putAll(DeadLetters.settings(config.kafka().topics().deadLetters(), meters.deadLetters()));
        return properties;
    }
}

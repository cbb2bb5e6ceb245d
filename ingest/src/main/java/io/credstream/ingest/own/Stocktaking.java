package io.credstream.ingest.own;

import io.credstream.kube.Backoff;
import io.credstream.observe.LogKeys;
import io.credstream.read.TopicReader;
import io.credstream.topics.Await;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.TopicWatch;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the inventories of a process against what the topics still have, and lets their owners know what differs: after a partition
 * was taken over, when a topic is another one than before, and now and then. In a thread of its own, so that nobody waits for it.
 *
 * <p>Thread-safe.
 */
public final class Stocktaking implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Stocktaking.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration TICK = Duration.ofSeconds(1);

    /** After a takeover, for the first lists to go ahead, and for partitions that arrive together. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration NEVER = Duration.ofDays(365);
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(2));

    /** A log that takes long to read is read less often: a hundredth of the time at most. */
    private static final int RARELY = 100;

    private final KafkaClients kafka;
    private final Topics topics;
    private final TopicWatch watch;
    private final RandomGenerator random;
    private final Consumer<Throwable> bugs;
    private final Map<Stock, Boolean> stocks = new ConcurrentHashMap<>();
    private final Map<String, Uuid> ids = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private long due;
    private int failures;
    private volatile String trouble = "";

    private Stocktaking(
            KafkaClients kafka, Topics topics, TopicWatch watch, RandomGenerator random, Consumer<Throwable> bugs) {
        this.kafka = kafka;
        this.topics = topics;
        this.watch = watch;
        this.random = random;
        this.bugs = bugs;
        this.due = System.nanoTime() + NEVER.toNanos();
        this.thread = Thread.ofPlatform().name("stocktaking").daemon().unstarted(this::run);
    }

    /**
     * Begins to look; there is nothing to compare yet.
     *
     * @param bugs gets what it cannot go on after
     */
    public static Stocktaking start(
            KafkaClients kafka, Topics topics, TopicWatch watch, RandomGenerator random, Consumer<Throwable> bugs) {
        Stocktaking stocktaking = new Stocktaking(kafka, topics, watch, random, bugs);
        stocktaking.thread.start();
        return stocktaking;
    }

    /** Why the topics cannot be compared; empty if they can, or need not be. */
    public Optional<String> trouble() {
        return Optional.of(trouble).filter(said -> !said.isEmpty());
    }

    /** A partition was taken over, with what its former owner had told. */
    void open(Stock stock) {
        stocks.put(stock, true);
        sooner(SETTLING);
    }

    /** A partition is somebody else's now. */
    void close(Stock stock) {
        stocks.remove(stock);
    }

    private synchronized void sooner(Duration delay) {
        long moment = System.nanoTime() + delay.toNanos();
        if (moment - due < 0) {
            due = moment;
        }
    }

    private void run() {
        try {
            while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                lookAtIds();
                if (isDue()) {
                    take();
                }
            }
        } catch (InterruptedException e) {
            LOG.atTrace().log("No more stock is taken");
        } catch (RuntimeException | Error bug) {
            bugs.accept(bug);
        }
    }

    /** Returns whether it is time; then it is not again, unless somebody says so. */
    private synchronized boolean isDue() {
        long now = System.nanoTime();
        boolean is = now - due >= 0;
        if (is) {
            due = now + NEVER.toNanos();
        }
        return is;
    }

    /** A topic that has another id than before holds nothing of what it held, whatever it holds now. */
    private void lookAtIds() {
        for (Topic<?> topic : topics.all()) {
            watch.id(topic.name()).ifPresent(id -> {
                Uuid before = ids.put(topic.name(), id);
                if (before != null && !before.equals(id)) {
                    replaced(topic);
                }
            });
        }
    }

    private void replaced(Topic<?> topic) {
        LOG.atWarn()
                .addKeyValue(LogKeys.TOPIC, topic.name())
                .log("A topic is another one than before; what it held and lacks now is told again");
        if (List.of(topics.clusterStatus(), topics.credentials(), topics.templates())
                .contains(topic)) {
            stocks.keySet().forEach(stock -> stock.findings().accept(new Finding.StatusesLost(topic.name())));
        }
        sooner(Duration.ZERO);
    }

    private void take() throws InterruptedException {
        List<Stock> all = new ArrayList<>(stocks.keySet());
        long begun = System.nanoTime();
        if (all.isEmpty()) {
            trouble = "";
            return;
        }
        try {
            long records = compare(all);
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            trouble = "";
            failures = 0;
            sooner(later(took));
            LOG.atInfo()
                    .addKeyValue(LogKeys.COUNT, records)
                    .addKeyValue(LogKeys.DELAY, took)
                    .log("Inventories were held against the topics");
        } catch (KafkaException e) {
            trouble = "the topics cannot be held against the inventory: " + GivenUp.reason(e);
            LOG.atWarn()
                    .addKeyValue(LogKeys.REASON, e.getClass().getSimpleName())
                    .log("Inventories cannot be held against the topics");
            sooner(BACKOFF.delay(++failures, random));
        }
    }

    private Duration later(Duration took) {
        Duration rarely = took.multipliedBy(RARELY);
        Duration period = rarely.compareTo(PERIOD) > 0 ? rarely : PERIOD;
        return period.minusMillis(random.nextLong(period.toMillis() / 4));
    }

    private long compare(List<Stock> all) throws InterruptedException {
        try (Admin admin = kafka.admin();
                TopicReader reader = new TopicReader(kafka)) {
            List<String> names = topics.all().stream().map(Topic::name).toList();
            Map<String, Integer> counts = new HashMap<>();
            Await.of(admin.describeTopics(names).allTopicNames())
                    .forEach(
                            (name, topic) -> counts.put(name, topic.partitions().size()));
            return new StockComparison(
                            topics,
                            reader,
                            partition -> end(admin, partition),
                            topic -> counts.getOrDefault(topic.name(), 0),
                            all)
                    .run();
        }
    }

    /** With transactions that have not ended: the marks of one that is committed may follow a little later. */
    private static long end(Admin admin, TopicPartition partition) throws InterruptedException {
        return Await.of(admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                        .partitionResult(partition))
                .offset();
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.credstream.cli.service;

import io.credstream.cli.output.Terminal;
import io.credstream.cli.output.Terminals;
import io.credstream.topics.KafkaClients;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log and says what happens, and on a terminal how things stand. What was in the log before says nothing new.
 * Nothing depends on it: when it fails, the services go on.
 */
final class Onlooker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Onlooker.class);
    private static final Duration BEAT = Duration.ofMillis(500);

    private final Consumer<String, byte[]> consumer;
    private final News news;
    private final Terminal out;
    private final boolean terminal;
    private final Thread thread;
    private String shown = "";
    private volatile boolean closing;

    private Onlooker(Consumer<String, byte[]> consumer, News news, Terminal out, boolean terminal) {
        this.consumer = consumer;
        this.news = news;
        this.out = out;
        this.terminal = terminal;
        this.thread = Thread.ofPlatform().name("onlooker").daemon().unstarted(this::follow);
    }

    /** Reads what is there. The topics have to be there. */
    static Onlooker create(KafkaClients kafka, Topics topics, Terminal out) {
        Onlooker onlooker = new Onlooker(
                kafka.consumer(Map.of()), new News(topics), out, Terminals.isOutput() && Terminals.isError());
        try {
            onlooker.catchUp(topics);
        } catch (RuntimeException e) {
            onlooker.consumer.close();
            throw e;
        }
        return onlooker;
    }

    /** Says what happens from then on. */
    void start() {
        thread.start();
    }

    /** Says something in between. */
    synchronized void say(String line) {
        clear();
        out.println(line);
        shown = "";
        out.flush();
    }

    private void catchUp(Topics topics) {
        List<TopicPartition> partitions = Stream.of(
                        topics.clusters(),
                        topics.clusterStatus(),
                        topics.credentials(),
                        topics.templates(),
                        topics.manifests(),
                        topics.manifestUpdates(),
                        topics.applyReports())
                .map(Topic::name)
                .flatMap(name -> consumer.partitionsFor(name).stream())
                .map((PartitionInfo partition) -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(BEAT).forEach(news::accept);
        }
        news.takeLines();
    }

    private void follow() {
        try {
            while (!closing) {
                consumer.poll(BEAT).forEach(news::accept);
                show();
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("Stopped");
        } catch (KafkaException e) {
            LOG.atWarn().setCause(e).log("Cannot follow the log any more; the services go on");
        } finally {
            clear();
            consumer.close();
        }
    }

    private synchronized void show() {
        news.takeLines().forEach(this::say);
        String summary = news.summary();
        if (terminal && !summary.equals(shown)) {
            out.showForNow(summary);
            shown = summary;
        }
    }

    private void clear() {
        if (terminal) {
            out.clearLine();
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

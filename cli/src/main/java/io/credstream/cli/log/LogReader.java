package io.credstream.cli.log;

import io.credstream.cli.output.Progress;
import io.credstream.cli.settings.KafkaSettings;
import io.credstream.read.LatestByKey;
import io.credstream.read.TopicReader;
import io.credstream.topics.Topic;
import io.credstream.topics.Topics;
import java.io.PrintWriter;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads topics to their end for one answer, with progress on a terminal. */
public final class LogReader implements AutoCloseable {

    private final KafkaSettings kafka;
    private final PrintWriter err;
    private final TopicReader reader;

    private LogReader(KafkaSettings kafka, PrintWriter err, TopicReader reader) {
        this.kafka = kafka;
        this.err = err;
        this.reader = reader;
    }

    /** Throws a {@link io.credstream.cli.Failure} if there is no broker. */
    public static LogReader open(KafkaSettings kafka, PrintWriter err) throws InterruptedException {
        return new LogReader(kafka, err, new TopicReader(Brokers.impatient(kafka)));
    }

    public Topics topics() {
        return kafka.topics();
    }

    /** The latest of every key; what cannot be read is said and skipped. */
    public <V extends Record> LatestByKey<V> latest(Topic<V> topic) {
        LatestByKey<V> latest = new LatestByKey<>();
        try (Progress progress = Progress.start("Reading " + topic.name())) {
            reader.readToEnd(topic, record -> {
                latest.accept(record);
                progress.step();
            });
        } catch (TimeoutException e) {
            throw Brokers.silent(kafka.bootstrapServers(), e);
        }
        if (latest.unreadable() > 0) {
            err.println(latest.unreadable() + " records of " + topic.name() + " cannot be read and were skipped.");
        }
        return latest;
    }

    @Override
    public void close() {
        reader.close();
    }
}

package io.credstream.ingest.watch;

import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.observe.Meters;
import io.credstream.observe.Metric;
import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what an unexpected exception in the work for one cluster means: a fault of that cluster, whose watch is then rebuilt,
 * or the end of the process. Every thread that works for a cluster runs within it; nothing else in ingest catches what it did not
 * expect.
 *
 * <p>A {@link RuntimeException} is the cluster's. An {@link Error} ends the process, because memory or code that is gone is
 * nobody's alone. Kafka's exceptions pass: the brokers are shared, and their trouble has a place of its own.
 *
 * <p>Messages of exceptions are neither logged nor kept. A fault that repeats is logged once. Thread-safe.
 */
public final class Bulkhead {

    private static final Logger LOG = LoggerFactory.getLogger(Bulkhead.class);

    private final Counter faults;
    private final Consumer<Throwable> bugs;
    private final Map<String, String> logged = new ConcurrentHashMap<>();

    /** Work for a cluster. */
    @FunctionalInterface
    public interface Work {
        void run();
    }

    /**
     * @param bugs gets an error, after which the process should end
     */
    public Bulkhead(Meters meters, Consumer<Throwable> bugs) {
        this.faults = meters.counter(Metric.FAULTS);
        this.bugs = bugs;
    }

    /** Runs work for a cluster. Returns its fault, if there was one. */
    public Optional<Fault> run(String cluster, Work work) {
        try {
            work.run();
            return Optional.empty();
        } catch (KafkaException shared) {
            throw shared;
        } catch (RuntimeException unexpected) {
            return Optional.of(fault(cluster, unexpected));
        } catch (Error error) {
            ending(cluster, error);
            throw error;
        }
    }

    /** Judges what work for a cluster ended with on a thread of its own. Empty for an error, which ends the process. */
    Optional<Fault> judge(String cluster, Throwable thrown) {
        if (thrown instanceof RuntimeException unexpected) {
            return Optional.of(fault(cluster, unexpected));
        }
        ending(cluster, thrown);
        bugs.accept(thrown);
        return Optional.empty();
    }

    /** Ends the process because of what belongs to no cluster. */
    public void stop(Throwable bug) {
        bugs.accept(bug);
    }

    /** The cluster has been without a fault for long enough: the next one is news. */
    public void forget(String cluster) {
        logged.remove(cluster);
    }

    private Fault fault(String cluster, RuntimeException unexpected) {
        Fault fault = Fault.of(unexpected);
        faults.increment();
        if (!fault.code().equals(logged.put(cluster, fault.code()))) {
            LOG.atError()
                    .addKeyValue(LogKeys.CLUSTER, cluster)
                    .addKeyValue(LogKeys.REASON, fault.code())
                    .setCause(fault.stackTrace())
                    .log("Work for a cluster failed unexpectedly; its watch is rebuilt");
        }
        return fault;
    }

    private static void ending(String cluster, Throwable error) {
        Fault fault = Fault.of(error);
        LOG.atError()
                .addKeyValue(LogKeys.CLUSTER, cluster)
                .addKeyValue(LogKeys.REASON, fault.code())
                .setCause(fault.stackTrace())
                .log("Work for a cluster ended in an error; the process ends");
    }
}

package io.credstream.sink;

import io.credstream.model.Cluster;
import io.credstream.model.Order;
import io.credstream.observe.Health;
import io.credstream.observe.LogKeys;
import io.credstream.observe.Loop;
import io.credstream.observe.Since;
import io.credstream.read.NewerRecord;
import io.credstream.sink.intake.SinkLoop;
import io.credstream.sink.intake.WholeTopic;
import io.credstream.topics.KafkaTrouble;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads decisions, the fleet and orders, one turn after the other. On one thread, but for {@link #check}. */
final class Reading {

    /** Until everything is read that was there at the start. */
    static final Health BEHIND = Health.notReady("reads what was decided before");

    static final Duration POLL = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(Reading.class);

    private final SinkLoop loop;
    private final WholeTopic<Cluster> fleet;
    private final WholeTopic<Order> orders;
    private final Loop shown;
    private final Since behind;
    private final LongSupplier nanos;
    private boolean joined;
    private long progress;
    private volatile boolean caughtUp;
    private volatile List<String> waits = List.of();
    private volatile @Nullable String trouble;

    /**
     * @param shown turns as this does, and progresses with what is read
     * @param behind since when there is something to read and nothing was
     * @param nanos by which that is judged
     */
    Reading(
            SinkLoop loop,
            WholeTopic<Cluster> fleet,
            WholeTopic<Order> orders,
            Loop shown,
            Since behind,
            LongSupplier nanos) {
        this.loop = loop;
        this.fleet = fleet;
        this.orders = orders;
        this.shown = shown;
        this.behind = behind;
        this.nanos = nanos;
    }

    /**
     * Reads what there is. What Kafka refuses, or does not do in time, is somebody else's to mend, and can be while we wait.
     *
     * @return whether Kafka did what it was asked for
     */
    boolean turn() {
        shown.turned();
        try {
            if (!joined) {
                fleet.readToEnd(POLL);
                loop.join();
                joined = true;
            }
            loop.step(POLL);
            fleet.poll(Duration.ZERO);
            orders.poll(Duration.ZERO);
            caughtUp = loop.caughtUp();
            waits = waits();
            trouble = null;
            progressed();
            return true;
        } catch (InterruptException | WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            if (!KafkaTrouble.isTheirs(e)) {
                throw e;
            }
            trouble = KafkaTrouble.describe(e);
            LOG.atWarn()
                    .addKeyValue(LogKeys.REASON, e.getClass().getSimpleName())
                    .log("Kafka refuses us or does not answer; it is asked again");
            return false;
        }
    }

    /** Gives up what is read, in order, and within seconds. */
    void leave() {
        loop.leave();
    }

    /** From any thread. */
    Health check() {
        Health caught =
                Optional.ofNullable(trouble).map(Health::notReady).orElseGet(() -> caughtUp ? Health.FINE : BEHIND);
        List<String> waiting = waits;
        return waiting.isEmpty() ? caught : caught.and(new Health(true, false, waiting));
    }

    private void progressed() {
        if (loop.progress() != progress) {
            progress = loop.progress();
            shown.progressed();
            behind.set(false, nanos.getAsLong());
        }
        behind.set(loop.isBehind(), nanos.getAsLong());
    }

    private List<String> waits() {
        return Stream.concat(
                        Stream.of(orders, fleet)
                                .flatMap(topic -> topic.newer().newest().stream())
                                .map(NewerRecord::describe),
                        loop.waits().stream())
                .toList();
    }
}

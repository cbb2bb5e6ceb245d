package io.credstream.observe;

import io.credstream.observe.Metric.Part;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A loop of a service: when it last turned, when it last got something done, and since when its oldest work waits. Whether the
 * service is ready follows from that: a thread that is blocked, or gone, turns no more, and one that turns may still get nothing
 * done. Work counts only where nothing legitimate stands in its way; a control plane that does not answer, a fuse or a record of a
 * newer build is said elsewhere, in words of its own.
 *
 * <p>Thread-safe; a turn costs two writes to memory.
 */
public final class Loop implements AutoCloseable {

    /** How long a turn may take: longer than what is asked of brokers within one. */
    public static final Duration LONGEST_TURN = Duration.ofSeconds(45);

    /** How long the oldest work may wait while nothing at all gets done. */
    public static final Duration LONGEST_STALL = Duration.ofSeconds(60);

    /** How long a turn may take before only a restart helps; longer than Kafka Streams may wait for brokers within one. */
    public static final Duration HOPELESS = Duration.ofMinutes(5);

    /** What loops there are, each with what it does, for a person. */
    public enum Kind {
        FLEET(Part.INGEST, "asks for partitions of the fleet"),
        MEMBERS(Part.INGEST, "follows who is in the fleet"),
        CONTROL_PLANES(Part.INGEST, "hears of the epochs of control planes"),
        PARTITION(Part.INGEST, "writes what was seen"),
        STREAM(Part.PROCESSOR, "processes records"),
        RESTORE(Part.PROCESSOR, "restores state"),
        DECISIONS(Part.SINK, "reads decisions"),
        LANES(Part.SINK, "hands decisions to control planes"),
        REQUESTS(Part.SINK, "waits for the answers of control planes"),
        REPORTS(Part.SINK, "reports to Kafka");

        private final Part part;
        private final String does;

        Kind(Part part, String does) {
            this.part = part;
            this.does = does;
        }

        /** The service that has it. */
        public Part part() {
            return part;
        }

        /** As labels spell it. */
        public String label() {
            return Meters.label(this);
        }
    }

    private final Kind kind;
    private final String name;
    private final LongSupplier nanos;
    private final Supplier<OptionalLong> oldestWork;
    private final Consumer<Loop> closing;
    private volatile long lastTurn;
    private volatile long lastProgress;
    private volatile boolean turns;

    Loop(Kind kind, String name, LongSupplier nanos, Supplier<OptionalLong> oldestWork, Consumer<Loop> closing) {
        this.kind = kind;
        this.name = name;
        this.nanos = nanos;
        this.oldestWork = oldestWork;
        this.closing = closing;
        this.lastTurn = nanos.getAsLong();
        this.lastProgress = lastTurn;
    }

    /** Begins another turn. A loop that has never turned only waits for what others do. */
    public void turned() {
        lastTurn = nanos.getAsLong();
        turns = true;
    }

    /** Something got done. */
    public void progressed() {
        lastProgress = nanos.getAsLong();
    }

    /** The loop has ended as it should. */
    @Override
    public void close() {
        closing.accept(this);
    }

    Kind kind() {
        return kind;
    }

    @Override
    public String toString() {
        return kind + " " + name;
    }

    /** How long its oldest work has waited; zero if there is none. */
    Duration workAge() {
        OptionalLong since = oldestWork.get();
        return since.isPresent() ? age(since.getAsLong()) : Duration.ZERO;
    }

    /** How long it has turned no more, or got nothing done though there was work. */
    Duration progressAge() {
        Duration turn = turnAge();
        Duration stall = stallAge();
        return turn.compareTo(stall) > 0 ? turn : stall;
    }

    Health check() {
        Duration turn = turnAge();
        if (turn.compareTo(LONGEST_TURN) > 0) {
            String reason = "the loop that " + what() + " has not turned for " + turn.toSeconds()
                    + " s; report a thread dump (jstack), and restart the service";
            return turn.compareTo(HOPELESS) > 0 ? Health.dead(reason) : Health.notReady(reason);
        }
        return stalled().map(Health::notReady).orElse(Health.FINE);
    }

    private Optional<String> stalled() {
        Duration stall = stallAge();
        return stall.compareTo(LONGEST_STALL) > 0
                ? Optional.of("the loop that " + what() + " has got nothing done for " + stall.toSeconds()
                        + " s, and its oldest work has waited for " + workAge().toSeconds()
                        + " s; look for the reason in the log, and whether the brokers answer")
                : Optional.empty();
    }

    private Duration turnAge() {
        return turns ? age(lastTurn) : Duration.ZERO;
    }

    private Duration stallAge() {
        Duration waited = workAge();
        Duration progress = age(lastProgress);
        return waited.compareTo(progress) < 0 ? waited : progress;
    }

    private Duration age(long since) {
        return Duration.ofNanos(Math.max(0, nanos.getAsLong() - since));
    }

    private String what() {
        return name.isEmpty() ? kind.does : kind.does + " (" + name + ")";
    }
}

package io.credstream.sink.report;

import io.credstream.kube.Trouble;
import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause.Coordinates;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Order.Target.OfChange;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.lane.Fuse.Blow;
import io.credstream.sink.lane.Fuses;
import io.credstream.sink.lane.LaneReports;
import io.credstream.sink.patch.Decision;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is settled of the partitions that we own: a decision is, once its report is with the brokers, or once it became
 * moot, which needs no report. Thread-safe.
 */
public final class Ledger implements LaneReports, Fuses.Open {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private static final int MAX_REASON = 256;

    private final Outbox outbox;
    private final WriteMeters meters;
    private final Clock clock;
    private final Map<Integer, Progress> partitions = new ConcurrentHashMap<>();

    public Ledger(Outbox outbox, WriteMeters meters, Clock clock) {
        this.outbox = outbox;
        this.meters = meters;
        this.clock = clock;
    }

    public void open(int partition, Progress progress) {
        partitions.put(partition, progress);
    }

    public void close(Collection<Integer> closed) {
        partitions.keySet().removeAll(closed);
    }

    @Override
    public void since(int partition, OptionalLong offset) {
        Progress progress = partitions.get(partition);
        if (progress != null) {
            progress.keepFrom(offset);
        }
    }

    public int unsettled() {
        return partitions.values().stream().mapToInt(Progress::open).sum();
    }

    void settle(Coordinates at) {
        Progress progress = partitions.get(at.partition());
        if (progress != null) {
            progress.settle(at.offset());
        }
    }

    /** A decision that cannot be read is settled once it is with the dead letters. */
    public void putAside(DeadLetter.Code code, Coordinates at) {
        outbox.deadLetter(code, null, at, () -> {
            meters.putAside(code);
            settle(at);
        });
    }

    /** As {@link #putAside}, of a decision that cannot be handled. */
    public void putAside(Fault fault, Coordinates at) {
        log(fault, at);
        putAside(DeadLetter.Code.FAULT, at);
    }

    /** A record of another topic that cannot be handled. There is nothing to settle. */
    public void passedOver(Fault fault, Coordinates at) {
        log(fault, at);
        outbox.deadLetter(DeadLetter.Code.FAULT, null, at, () -> meters.putAside(DeadLetter.Code.FAULT));
    }

    private static void log(Fault fault, Coordinates at) {
        LOG.atError()
                .setCause(fault.stackTrace())
                .addKeyValue(LogKeys.TOPIC, at.topic())
                .addKeyValue(LogKeys.PARTITION, at.partition())
                .addKeyValue(LogKeys.OFFSET, at.offset())
                .addKeyValue(LogKeys.REASON, fault.code())
                .log("Something unexpected happened because of one record; it is put aside");
    }

    @Override
    public void settled(Decision decision, Outcome.Settled outcome) {
        meters.settled(decision, outcome);
        if (outcome instanceof Outcome.PutAside put) {
            meters.putAside(put.code());
            outbox.deadLetter(put.code(), decision.key(), decision.at(), () -> {});
        }
        ApplyReport report = report(decision, outcome.result(), outcome.resourceVersion(), outcome.reason());
        outbox.report(report, decision.at(), () -> settle(decision.at()));
    }

    @Override
    public void unannounced(Decision decision) {
        meters.putAside(DeadLetter.Code.FAULT);
        outbox.deadLetter(DeadLetter.Code.FAULT, decision.key(), decision.at(), () -> {});
    }

    @Override
    public void delayed(Decision decision, Trouble trouble) {
        meters.delayed(trouble);
        String reason = trouble.condition() + " " + trouble.reason();
        outbox.report(report(decision, Result.UNAVAILABLE, null, reason), decision.at(), () -> {});
    }

    @Override
    public void held(Decision decision) {
        meters.held();
        outbox.report(report(decision, Result.HELD, null, null), decision.at(), () -> {});
    }

    /** Said as an order, so that it outlives us, and is taken back as any other. */
    @Override
    public void blown(String cluster, Blow blow) {
        LOG.atWarn()
                .addKeyValue(LogKeys.CLUSTER, cluster)
                .addKeyValue(LogKeys.CAUSE, blow.change().describe())
                .addKeyValue(LogKeys.COUNT, blow.limit())
                .addKeyValue(
                        LogKeys.COMMAND,
                        "credstream release " + cluster + "/" + blow.change().describe() + " --reason '…'")
                .log(
                        "A change is about more Manifests than the fuse of their control plane allows; it is held until the command releases it");
        outbox.order(new Order(
                new OfChange(cluster, blow.change()),
                new Brake(Mode.PAUSE),
                Order.FUSE,
                blow.reason(),
                clock.instant()));
    }

    @Override
    public void moot(Decision decision) {
        settle(decision.at());
    }

    /** Reasons are codes and short; should one of them not be, its beginning has to do. */
    private static @Nullable String bounded(@Nullable String reason) {
        return reason == null || reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
    }

    private static ApplyReport report(
            Decision decision, Result result, @Nullable String resourceVersion, @Nullable String reason) {
        ManifestUpdate update = decision.update();
        return new ApplyReport(
                update.manifest(),
                update.uid(),
                result,
                resourceVersion,
                bounded(reason),
                update.attempt(),
                decision.at());
    }
}

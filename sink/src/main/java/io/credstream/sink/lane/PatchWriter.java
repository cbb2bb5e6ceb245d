package io.credstream.sink.lane;

import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.observe.Fault;
import io.credstream.observe.LogKeys;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.fault.Bulkhead;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a patch of each decision and sends it. What is unexpected in making it is the decision's own fault; whose fault it is in
 * sending it, its {@link Judge} says.
 */
final class PatchWriter implements ManifestWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PatchWriter.class);

    /** Hears of each request that was sent. */
    interface Judge {

        /** The cluster answered, or its connection said why it did not. */
        void answered(Decision decision, Outcome outcome);

        /** Something unexpected happened. Returns what becomes of the decision. */
        Outcome failed(Decision decision, Fault fault);
    }

    private final Function<ManifestUpdate, GuardedPatch> patches;
    private final ClusterAccess access;
    private final Executor executor;
    private final Judge judge;

    /** @param executor where answers are handled */
    PatchWriter(Function<ManifestUpdate, GuardedPatch> patches, ClusterAccess access, Executor executor, Judge judge) {
        this.patches = patches;
        this.access = access;
        this.executor = executor;
        this.judge = judge;
    }

    @Override
    public CompletableFuture<Outcome> write(Decision decision) {
        GuardedPatch patch = Bulkhead.call(() -> patches.apply(decision.update()), fault -> {
            logFaultOf(decision, fault);
            return new GuardedPatch.Unfit(DeadLetter.Code.FAULT, fault.code());
        });
        return switch (patch) {
            case GuardedPatch.Ready ready -> send(decision, ready);
            case GuardedPatch.Empty ignored ->
                CompletableFuture.completedFuture(
                        new Outcome.Unchanged(decision.update().observed().resourceVersion()));
            case GuardedPatch.Invalid invalid ->
                CompletableFuture.completedFuture(new Outcome.Rejected("invalid update: " + invalid.reason()));
            case GuardedPatch.Unfit unfit ->
                CompletableFuture.completedFuture(new Outcome.PutAside(unfit.code(), unfit.reason()));
        };
    }

    private CompletableFuture<Outcome> send(Decision decision, GuardedPatch.Ready patch) {
        var outcome = new CompletableFuture<Outcome>();
        Bulkhead.begin(
                () -> access.write(decision, patch),
                executor,
                answer -> {
                    judge.answered(decision, answer);
                    outcome.complete(answer);
                },
                fault -> outcome.complete(judge.failed(decision, fault)));
        return outcome;
    }

    static void logFaultOf(Decision decision, Fault fault) {
        LOG.atError()
                .setCause(fault.stackTrace())
                .addKeyValue(LogKeys.OBJECT, decision.key())
                .addKeyValue(LogKeys.TOPIC, decision.at().topic())
                .addKeyValue(LogKeys.PARTITION, decision.at().partition())
                .addKeyValue(LogKeys.OFFSET, decision.at().offset())
                .addKeyValue(LogKeys.REASON, fault.code())
                .log("Something unexpected happened because of one decision; it is put aside");
    }
}

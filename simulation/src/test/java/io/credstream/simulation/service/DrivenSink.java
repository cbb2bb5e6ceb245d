package io.credstream.simulation.service;

import io.credstream.kube.Trouble;
import io.credstream.model.ApplyReport;
import io.credstream.model.ApplyReport.Result;
import io.credstream.model.Cause;
import io.credstream.model.Cluster;
import io.credstream.model.DeadLetter;
import io.credstream.model.ManifestUpdate;
import io.credstream.model.Order;
import io.credstream.observe.Meters;
import io.credstream.read.TopicRecord;
import io.credstream.sink.cluster.Answers;
import io.credstream.sink.cluster.ClusterAccess;
import io.credstream.sink.cluster.Outcome;
import io.credstream.sink.intake.Intake;
import io.credstream.sink.lane.Compartment;
import io.credstream.sink.lane.Fuse;
import io.credstream.sink.lane.Fuses;
import io.credstream.sink.lane.LaneContext;
import io.credstream.sink.lane.LaneMeters;
import io.credstream.sink.lane.LaneReports;
import io.credstream.sink.lane.LaneSettings;
import io.credstream.sink.lane.Lanes;
import io.credstream.sink.lane.Recalled;
import io.credstream.sink.lane.Timers;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A sink's intake, fuses and lanes in simulated time, without its threads and its clients.
 */
public final class DrivenSink implements Intake.Decisions, LaneReports, Timers, Fuses.Open {

    /** What is around it. */
    public interface Surroundings {

        /** A request that writes a Manifest. */
        CompletableFuture<Reply> request(ManifestUpdate update, String patch);

        /** {@code then} is to run when the brokers have it. */
        void report(ApplyReport report, Runnable then);

        void order(Order order);

        /** Something could not be handled. */
        void failed(String what);
    }

    /**
     * What a server answers.
     *
     * @param status 0 if there is no answer
     */
    public record Reply(int status, @Nullable String body) {}

    private record Task(long at, long order, Runnable what) {}

    private final Topics topics;
    private final Surroundings around;
    private final LongSupplier nanos;
    private final Collaborators with;
    private final Lanes lanes;
    private final Map<Integer, Intake> intakes = new TreeMap<>();
    private final List<Recalled> recalled = new ArrayList<>();
    private final List<Decision> arrived = new ArrayList<>();
    private final Queue<Runnable> now = new ArrayDeque<>();
    private final PriorityQueue<Task> later =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long order;
    private boolean ended;

    public DrivenSink(
            Topics topics, Surroundings around, LongSupplier nanos, RandomGenerator random, Collaborators with) {
        this.topics = topics;
        this.around = around;
        this.nanos = nanos;
        this.with = with;
        var shared = new LaneContext(LaneSettings.DEFAULTS, with::patch, this, this, random, Duration.ofSeconds(11));
        this.lanes = new Lanes(
                this,
                (cluster, fuse) -> new Compartment(cluster, new Access(), fuse, shared),
                new Fuses(topics, this),
                new LaneMeters(Meters.unseen()));
    }

    private final class Access implements ClusterAccess {
        @Override
        public CompletableFuture<Outcome> write(Decision decision, GuardedPatch.Ready patch) {
            ManifestUpdate update = decision.update();
            return around.request(update, patch.json())
                    .thenApply(with::answered)
                    .thenApply(reply -> reply.status() == 0
                            ? new Outcome.Unavailable(Trouble.of(503).orElseThrow(), null)
                            : Answers.classify(update, reply.status(), null, reply.body()));
        }

        @Override
        public void announce(Decision decision) {}

        @Override
        public void reset() {}
    }

    /** A partition is ours, from a position on; what is below {@code settledBefore} was carried out or is moot, and what is before {@code end} has to be read before any of it is written. */
    public void open(int partition, long position, long settledBefore, long end) {
        intakes.put(partition, new Intake(Uuid.ONE_UUID, position, settledBefore, end, this));
    }

    public boolean owns(int partition) {
        return intakes.containsKey(partition);
    }

    /** What is read next of a partition that is ours. */
    public long position(int partition) {
        return intake(partition).progress().position();
    }

    /** Up to where a partition may be committed. */
    public long committable(int partition) {
        return intake(partition).progress().committable();
    }

    /** From where on a partition has to be read by whoever goes on. */
    public long readFrom(int partition) {
        return intake(partition).progress().readFrom();
    }

    @Override
    public void since(int partition, OptionalLong offset) {
        Intake intake = intakes.get(partition);
        if (intake != null) {
            intake.progress().keepFrom(offset);
        }
    }

    public void accept(int partition, List<ConsumerRecord<String, byte @Nullable []>> records, long reached) {
        records.forEach(record -> intake(partition).accept(TopicRecord.of(topics.manifestUpdates(), record)));
        intake(partition).reached(reached);
        passOn();
    }

    /** Gives up a partition, once none of its requests is under way. */
    public CompletableFuture<Void> release(int partition) {
        return lanes.release(List.of(partition));
    }

    /** It is somebody else's from now on. */
    public void forget(int partition) {
        intakes.remove(partition);
    }

    public void know(String id, @Nullable Cluster cluster) {
        lanes.know(id, cluster);
    }

    public void obey(Order given) {
        lanes.obey(given);
    }

    /** Does what is due. */
    public void turn() {
        runNow();
        for (Task next = later.peek(); next != null && next.at() <= nanos.getAsLong(); next = later.peek()) {
            later.remove();
            next.what().run();
            runNow();
        }
    }

    /** Does nothing from now on. */
    public void end() {
        ended = true;
        now.clear();
        later.clear();
    }

    private void runNow() {
        for (Runnable task = now.poll(); task != null; task = now.poll()) {
            task.run();
        }
    }

    private Intake intake(int partition) {
        Intake intake = intakes.get(partition);
        if (intake == null) {
            throw new IllegalStateException("partition " + partition + " is not ours");
        }
        return intake;
    }

    private void passOn() {
        if (!recalled.isEmpty()) {
            lanes.recall(List.copyOf(recalled));
            recalled.clear();
        }
        if (!arrived.isEmpty()) {
            lanes.offer(List.copyOf(arrived));
            arrived.clear();
        }
    }

    @Override
    public void decided(Decision decision) {
        arrived.add(decision);
    }

    @Override
    public void recalled(Recalled before) {
        recalled.add(before);
    }

    @Override
    public void withdrawn(int partition, String manifest) {
        passOn();
        lanes.cancel(partition, manifest);
    }

    @Override
    public void unreadable(DeadLetter.Code code, Cause.Coordinates at) {
        around.failed("a record of manifest-updates is unreadable: " + code);
    }

    @Override
    public void execute(Runnable task) {
        if (!ended) {
            now.add(task);
        }
    }

    @Override
    public void after(Duration delay, Runnable task) {
        if (!ended) {
            later.add(new Task(nanos.getAsLong() + delay.toNanos(), order++, task));
        }
    }

    @Override
    public long currentTimeNanos() {
        return nanos.getAsLong();
    }

    @Override
    public void delayed(Decision decision, Trouble trouble) {
        around.report(
                report(decision, Result.UNAVAILABLE, null, trouble.condition() + " " + trouble.reason()), () -> {});
    }

    @Override
    public void held(Decision decision) {
        around.report(report(decision, Result.HELD, null, null), () -> {});
    }

    @Override
    public void blown(String cluster, Fuse.Blow blow) {
        around.order(new Order(
                new Order.Target.OfChange(cluster, blow.change()),
                new Order.Action.Brake(Order.Action.Mode.PAUSE),
                Order.FUSE,
                blow.reason(),
                Instant.ofEpochSecond(0, nanos.getAsLong())));
    }

    @Override
    public void unannounced(Decision decision) {
        around.failed("an Event could not be written");
    }

    @Override
    public void settled(Decision decision, Outcome.Settled outcome) {
        if (outcome instanceof Outcome.PutAside put) {
            around.failed("a decision was put aside: " + put.reason());
        }
        around.report(
                report(decision, outcome.result(), outcome.resourceVersion(), outcome.reason()),
                () -> settle(decision));
    }

    @Override
    public void moot(Decision decision) {
        settle(decision);
    }

    private void settle(Decision decision) {
        Intake intake = intakes.get(decision.at().partition());
        if (intake != null) {
            intake.progress().settle(decision.at().offset());
        }
    }

    private static ApplyReport report(
            Decision decision, Result result, @Nullable String resourceVersion, @Nullable String reason) {
        ManifestUpdate update = decision.update();
        return new ApplyReport(
                update.manifest(), update.uid(), result, resourceVersion, reason, update.attempt(), decision.at());
    }
}

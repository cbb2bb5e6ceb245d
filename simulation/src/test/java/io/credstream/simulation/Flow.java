package io.credstream.simulation;

import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.guarantee.Guarantee;
import io.credstream.simulation.service.Ingest;
import io.credstream.simulation.service.SinkNode;
import io.credstream.simulation.service.StreamTask;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** How everything that can go on goes on, in ordinary order. */
final class Flow {

    private static final int MUCH = 1_000;

    /** Long enough for every pause, hold-down and evaluation there is. */
    private static final List<Duration> REST = List.of(
            Duration.ofMillis(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(40),
            Duration.ofMinutes(6),
            Duration.ofMinutes(6),
            Duration.ofMinutes(16),
            Duration.ofMinutes(61),
            Duration.ofMinutes(6),
            Duration.ofMinutes(61),
            Duration.ofMinutes(6),
            Duration.ofMinutes(6));

    private Flow() {}

    /** Each part goes on once. Returns whether anything did. */
    static boolean once(World world, RandomGenerator random) {
        boolean moved = false;
        for (ApiServer cluster : world.clusters()) {
            moved |= ingest(world.ingest(cluster), random);
        }
        for (StreamTask<?, ?> task : world.tasks()) {
            moved |= task(task, random);
        }
        world.takeOver();
        for (SinkNode sink : world.sinks()) {
            moved |= sink.isRunning() && sink(world, sink);
        }
        return Turns.answerAll(world) || moved;
    }

    private static boolean ingest(Ingest ingest, RandomGenerator random) {
        boolean moved = false;
        for (ApiServer.Kind kind : ingest.unlisted()) {
            ingest.list(kind, random, 0, 100);
            moved = true;
        }
        for (ApiServer.Kind kind : ingest.behind()) {
            ingest.follow(kind);
            moved = true;
        }
        if (ingest.hasNews()) {
            ingest.sayStatus();
            moved = true;
        }
        return moved;
    }

    private static boolean task(StreamTask<?, ?> task, RandomGenerator random) {
        boolean moved = !task.isIdle();
        for (List<String> waiting = task.waiting(); !waiting.isEmpty(); waiting = task.waiting()) {
            task.process(Deeds.drawn(waiting, random));
        }
        task.punctuate();
        moved |= !task.isIdle();
        task.commit();
        return moved;
    }

    private static boolean sink(World world, SinkNode sink) {
        boolean moved = !sink.isIdle();
        sink.hear(MUCH);
        for (int partition = 0; partition < world.log().partitions(); partition++) {
            if (sink.isBehind(partition)) {
                sink.read(partition, MUCH);
                moved = true;
            }
        }
        sink.turn();
        moved |= !sink.isIdle();
        sink.send(MUCH);
        for (int partition = 0; partition < world.log().partitions(); partition++) {
            if (sink.owns(partition)) {
                sink.commit(partition);
            }
        }
        return moved;
    }

    /** Nothing fails any more, everything is delivered, and time passes until nothing is left to wait for. */
    static void rest(World world, RandomGenerator random, List<Guarantee> guarantees) {
        world.say("everything comes to rest");
        world.dead().clear();
        world.grantAllRights();
        world.sinks().stream().filter(sink -> !sink.isRunning()).forEach(SinkNode::start);
        world.rejected().forEach(request -> Deeds.move(world, request));
        for (Duration pause : REST) {
            drain(world, random);
            world.pass(pause);
        }
        judge(world, random, guarantees);
        new Afterwards(world, random, guarantees).happens();
        guarantees.forEach(guarantee -> guarantee.inTheEnd(world));
    }

    static void judge(World world, RandomGenerator random, List<Guarantee> guarantees) {
        drain(world, random);
        guarantees.forEach(guarantee -> guarantee.atRest(world));
        world.requireNoFailure();
    }

    static void drain(World world, RandomGenerator random) {
        for (int round = 0; once(world, random); round++) {
            if (round > MUCH) {
                throw new IllegalStateException("it never comes to rest");
            }
        }
    }
}

package io.credstream.simulation;

import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.service.Ingest;
import io.credstream.simulation.service.SinkNode;
import io.credstream.simulation.service.StreamTask;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** How one part goes on by itself, while all others stand still. */
final class Turns {

    private Turns() {}

    static void all(World world, RandomGenerator random) {
        Flow.once(world, random);
    }

    static void follow(World world, RandomGenerator random) {
        Ingest ingest = world.ingest(Deeds.cluster(world, random));
        List<Kind> behind = ingest.behind();
        if (!behind.isEmpty()) {
            ingest.follow(Deeds.drawn(behind, random));
        }
    }

    static void list(World world, RandomGenerator random) {
        Ingest ingest = world.ingest(Deeds.cluster(world, random));
        List<Kind> unlisted = ingest.unlisted();
        if (!unlisted.isEmpty()) {
            ingest.list(Deeds.drawn(unlisted, random), random, 0, 100);
        }
    }

    static void sayStatus(World world, RandomGenerator random) {
        Ingest ingest = world.ingest(Deeds.cluster(world, random));
        if (ingest.hasNews()) {
            ingest.sayStatus();
        }
    }

    static void process(World world, RandomGenerator random) {
        StreamTask<?, ?> task = task(world, random);
        for (int left = 1 + random.nextInt(12); left > 0; left--) {
            List<String> waiting = task.waiting();
            if (waiting.isEmpty()) {
                return;
            }
            task.process(Deeds.drawn(waiting, random));
        }
    }

    static void punctuate(World world, RandomGenerator random) {
        task(world, random).punctuate();
    }

    static void flush(World world, RandomGenerator random) {
        task(world, random).flush(random);
    }

    static void commit(World world, RandomGenerator random) {
        task(world, random).commit();
    }

    private static StreamTask<?, ?> task(World world, RandomGenerator random) {
        return Deeds.drawn(world.tasks(), random);
    }

    static void read(World world, RandomGenerator random) {
        world.takeOver();
        for (SinkNode sink : world.sinks()) {
            int partition = random.nextInt(world.log().partitions());
            if (sink.isRunning() && sink.isBehind(partition)) {
                sink.read(partition, 1 + random.nextInt(5));
            }
        }
    }

    /** Every sink reads so many records of each of its partitions. */
    static void read(World world, int count) {
        world.takeOver();
        for (SinkNode sink : world.sinks()) {
            for (int partition = 0; partition < world.log().partitions(); partition++) {
                if (sink.isRunning() && sink.isBehind(partition)) {
                    sink.read(partition, count);
                }
            }
        }
    }

    static void hear(World world, RandomGenerator random) {
        world.sinks().stream().filter(SinkNode::isRunning).forEach(sink -> sink.hear(1 + random.nextInt(3)));
    }

    static void turn(World world, RandomGenerator random) {
        world.sinks().stream().filter(SinkNode::isRunning).forEach(SinkNode::turn);
    }

    static void send(World world, RandomGenerator random) {
        world.sinks().stream().filter(SinkNode::isRunning).forEach(sink -> sink.send(random.nextInt(4)));
    }

    static void settle(World world, RandomGenerator random) {
        int partition = random.nextInt(world.log().partitions());
        world.sinks().stream()
                .filter(sink -> sink.isRunning() && sink.owns(partition))
                .forEach(sink -> sink.commit(partition));
    }

    static void answer(World world, RandomGenerator random) {
        if (world.network().size() > 0) {
            int request = random.nextInt(world.network().size());
            if (!world.dead().contains(world.network().cluster(request))) {
                world.network().answer(request);
            }
        }
    }

    /** Every request is answered that a living control plane got. Returns whether there was one. */
    static boolean answerAll(World world) {
        boolean any = false;
        for (int i = world.network().size() - 1; i >= 0; i--) {
            if (!world.dead().contains(world.network().cluster(i))) {
                world.network().answer(i);
                any = true;
            }
        }
        return any;
    }

    static void pass(World world, RandomGenerator random) {
        world.pass(Duration.ofMillis(1 + random.nextInt(3_000)));
    }

    static void passLong(World world, RandomGenerator random) {
        world.pass(Duration.ofSeconds(10 + random.nextInt(1_000)));
    }
}

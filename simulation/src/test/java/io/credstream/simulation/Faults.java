package io.credstream.simulation;

import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.service.Ingest;
import io.credstream.simulation.service.SinkNode;
import io.credstream.simulation.service.StreamTask;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;

/** What goes wrong. */
final class Faults {

    private static final List<Integer> REFUSALS = List.of(409, 403, 429, 500, 503, 0);

    private Faults() {}

    private static Ingest ingest(World world, RandomGenerator random) {
        return world.ingest(Deeds.cluster(world, random));
    }

    private static Kind kind(RandomGenerator random) {
        return Deeds.drawn(List.of(Kind.values()), random);
    }

    static void takeOverCluster(World world, RandomGenerator random) {
        ingest(world, random).takeOver();
    }

    static void loseFeed(World world, RandomGenerator random) {
        ingest(world, random).lose(kind(random));
    }

    static void sayOld(World world, RandomGenerator random) {
        world.rememberWhatMayBeCompacted();
        for (int i = 0; i < 3; i++) {
            ingest(world, random).sayOld(kind(random), random);
        }
    }

    static void listInPart(World world, RandomGenerator random) {
        Ingest ingest = ingest(world, random);
        for (Kind kind : ingest.unlisted()) {
            ingest.list(kind, random, 50, 60);
        }
    }

    static void listAgain(World world, RandomGenerator random) {
        Ingest ingest = ingest(world, random);
        for (Kind kind : ingest.unlisted()) {
            ingest.list(kind, random, 70, 100);
        }
    }

    /** A right to one kind goes, or comes back. */
    static void takeOrGrantRight(World world, RandomGenerator random) {
        ingest(world, random).permit(kind(random), random.nextBoolean());
    }

    private static StreamTask<?, ?> task(World world, RandomGenerator random) {
        return Deeds.drawn(world.tasks(), random);
    }

    static void crashTask(World world, RandomGenerator random) {
        StreamTask<?, ?> task = task(world, random);
        task.crash(random);
        task.start();
    }

    static void crashProcessor(World world, RandomGenerator random) {
        world.tasks().forEach(task -> task.crash(random));
        world.tasks().forEach(StreamTask::start);
    }

    static void moveTask(World world, RandomGenerator random) {
        StreamTask<?, ?> task = task(world, random);
        task.close();
        task.start();
    }

    static void loseState(World world, RandomGenerator random) {
        StreamTask<?, ?> task = task(world, random);
        task.crash(random);
        task.loseState();
        task.start();
    }

    static void crashSink(World world, RandomGenerator random) {
        SinkNode sink = Deeds.drawn(world.sinks(), random);
        if (sink.isRunning()) {
            sink.crash();
        }
        sink.start();
    }

    static void stopSink(World world, RandomGenerator random) {
        SinkNode sink = Deeds.drawn(world.sinks(), random);
        if (sink.isRunning()) {
            sink.crash();
        } else {
            sink.start();
        }
    }

    static void rebalance(World world, RandomGenerator random) {
        world.assign(
                random.nextInt(world.log().partitions()),
                random.nextInt(world.sinks().size()));
    }

    static void loseAnswer(World world, RandomGenerator random) {
        if (world.network().size() > 0) {
            world.network().loseAnswer(random.nextInt(world.network().size()));
        }
    }

    static void giveUp(World world, RandomGenerator random) {
        if (world.network().size() > 0) {
            world.network().giveUp(random.nextInt(world.network().size()));
        }
    }

    static void refuse(World world, RandomGenerator random) {
        if (world.network().size() > 0) {
            world.network().refuse(random.nextInt(world.network().size()), Deeds.drawn(REFUSALS, random));
        }
    }

    static void reject(World world, RandomGenerator random) {
        if (world.network().size() > 0) {
            int request = random.nextInt(world.network().size());
            world.rejected().add(world.network().manifest(request));
            world.network().refuse(request, 422);
        }
    }

    static void killControlPlane(World world, RandomGenerator random) {
        ApiServer cluster = Deeds.cluster(world, random);
        if (!world.dead().remove(cluster.id())) {
            world.dead().add(cluster.id());
        }
    }

    static void compact(World world, RandomGenerator random) {
        List<String> compacted = List.of(
                World.TOPICS.bindings().name(),
                World.TOPICS.manifestUpdates().name(),
                World.TOPICS.manifests().name(),
                World.TOPICS.templates().name(),
                World.TOPICS.credentials().name());
        TopicPartition place = new TopicPartition(
                Deeds.drawn(compacted, random), random.nextInt(world.log().partitions()));
        world.log().compact(place, random.nextLong(world.compactable(place) + 1));
    }
}

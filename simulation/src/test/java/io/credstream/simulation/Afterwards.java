package io.credstream.simulation;

import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.guarantee.Guarantee;
import io.credstream.simulation.guarantee.Situation;
import io.credstream.simulation.service.SinkNode;
import io.credstream.simulation.service.StreamTask;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What happens in every world once everything was at rest: changes on a calm day, which show what the faults before them left behind, and
 * the worst moments for a pause, a deletion, a refusal and a death.
 */
final class Afterwards {

    private static final List<Move> CHANGES = List.of(
            Move.EDIT_TEMPLATE,
            Move.RESUME,
            Move.EDIT_TEMPLATE,
            Move.EDIT_SECRET,
            Move.DELETE_TEMPLATE,
            Move.CREATE_MANIFEST,
            Move.CREATE_MANIFEST,
            Move.UPGRADE_MANIFEST,
            Move.FLIP_TEMPLATE);

    private final World world;
    private final RandomGenerator random;
    private final List<Guarantee> guarantees;

    Afterwards(World world, RandomGenerator random, List<Guarantee> guarantees) {
        this.world = world;
        this.random = random;
        this.guarantees = guarantees;
    }

    void happens() {
        for (Move change : CHANGES) {
            change.happen(world, random);
            settle();
        }
        refuseInPassing();
        loseStateWhilePaused();
        takeBackWhileNobodyWrites();
        if (world.clusters().size() > 1) {
            killOne();
        }
    }

    private void settle() {
        Flow.drain(world, random);
        world.pass(Duration.ofSeconds(2));
        Flow.judge(world, random, guarantees);
    }

    private void change() {
        Deeds.createOrEditTemplate(world, random);
        Deeds.createOrEditSecret(world, random);
        Deeds.createManifest(world, random);
    }

    /** A control plane that has too much to do for a moment is no reason to wait for minutes. */
    private void refuseInPassing() {
        world.say("control planes refuse in passing");
        world.clusters().forEach(cluster -> world.network().refuseNext(cluster.id(), 1));
        change();
        for (int i = 0; i < 5; i++) {
            Flow.drain(world, random);
            world.pass(Duration.ofSeconds(4));
        }
        world.clusters().forEach(cluster -> world.network().refuseNext(cluster.id(), 0));
        Flow.judge(world, random, guarantees);
    }

    /** All that is read again from the beginning was said before the pause. */
    private void loseStateWhilePaused() {
        Orders.pauseAll(world);
        settle();
        change();
        settle();
        world.say("all tasks lose their state");
        for (StreamTask<?, ?> task : world.tasks()) {
            task.crash(random);
            task.loseState();
            task.start();
        }
        settle();
        Orders.resume(world, random);
        settle();
    }

    /** What was decided and taken back while no sink was there stands in the log still. */
    private void takeBackWhileNobodyWrites() {
        Orders.releaseAllPins(world, random);
        Deeds.createOrEditTemplate(world, random);
        settle();
        world.say("all sinks die");
        world.sinks().stream().filter(SinkNode::isRunning).forEach(SinkNode::crash);
        for (int i = 0; i < 3; i++) {
            Deeds.createManifest(world, random);
        }
        Flow.drain(world, random);
        for (ApiServer cluster : world.clusters()) {
            while (!cluster.objects(Kind.TEMPLATE).isEmpty()) {
                Deeds.deleteTemplate(world, cluster, random);
            }
        }
        settle();
        world.say("sinks begin, and read one record after the other");
        world.sinks().forEach(SinkNode::start);
        for (int i = 0; i < 40; i++) {
            Turns.read(world, 1);
            Turns.turn(world, random);
            Turns.answerAll(world);
        }
        settle();
    }

    private void killOne() {
        Orders.resume(world, random);
        String dead = world.clusters().getFirst().id();
        world.dead().add(dead);
        world.say(dead + " is dead");
        for (int i = 0; i < 6; i++) {
            change();
            Flow.drain(world, random);
            world.pass(Duration.ofSeconds(2));
        }
        Flow.drain(world, random);
        Situation living = world.without(dead);
        guarantees.forEach(guarantee -> guarantee.whileOthersAreDead(living));
    }
}

package io.credstream.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.guarantee.Members;
import io.credstream.guarantee.OtherProcess;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Three instances of a service in processes of their own, of which one after the other leaves, dies, or sleeps through its
 * session and wakes up again. That each of it took place is told by the brokers, and is a part of the ordeal.
 */
final class Ordeal implements Callable<Set<Ordeal.Disturbance>> {

    static final int INSTANCES = 3;

    private static final int LONGEST_PAUSE = 3_000;

    /** What can happen to an instance. */
    enum Disturbance {
        COME,
        LEAVE,
        DIE,
        SLEEP
    }

    private final TestFleet world;
    private final Service service;
    private final Random random;
    private final Runnable atDeath;
    private final Members members;
    private final List<OtherProcess> processes = new ArrayList<>();
    private final Set<Disturbance> happened = EnumSet.noneOf(Disturbance.class);

    /** @param atDeath happens while the share of a dead instance is nobody's */
    Ordeal(TestFleet world, Service service, Random random, Runnable atDeath) {
        this.world = world;
        this.service = service;
        this.random = random;
        this.atDeath = atDeath;
        this.members = new Members(world, service);
        for (int i = 0; i < INSTANCES; i++) {
            processes.add(world.services().spawn(service));
        }
    }

    /** Waits until each instance has a share of the work, and does it. */
    void awaitSettled() {
        members.await(INSTANCES);
        world.services().awaitReady();
    }

    /** Lets everything happen, in any order; {@return what provably did} */
    @Override
    public Set<Disturbance> call() throws InterruptedException {
        List<Disturbance> order = new ArrayList<>(List.of(Disturbance.LEAVE, Disturbance.DIE, Disturbance.SLEEP));
        Collections.shuffle(order, random);
        for (Disturbance disturbance : order) {
            Thread.sleep(random.nextInt(LONGEST_PAUSE));
            Set<String> before = members.await(INSTANCES);
            OtherProcess victim = processes.get(random.nextInt(INSTANCES));
            switch (disturbance) {
                case LEAVE -> leave(victim);
                case DIE -> die(victim);
                case SLEEP -> sleep(victim, before);
                case COME -> throw new IllegalStateException("comes by itself");
            }
            happened.add(disturbance);
        }
        return happened;
    }

    private void leave(OtherProcess victim) {
        victim.close();
        others(victim);
        come();
    }

    private void die(OtherProcess victim) {
        victim.kill();
        assertThat(victim.isAlive()).isFalse();
        atDeath.run();
        others(victim);
        come();
    }

    /** Asleep for as long as it takes the others to have its share, and then some. */
    private void sleep(OtherProcess victim, Set<String> before) throws InterruptedException {
        victim.pause();
        Set<String> others = members.await(INSTANCES - 1);
        assertThat(before).as("members before " + victim + " slept").containsAll(others);
        Thread.sleep(random.nextInt(LONGEST_PAUSE));
        victim.resume();
        Set<String> after = members.await(INSTANCES);
        assertThat(after).as("members after " + victim + " woke up").containsAll(others);
        assertThat(before).as("members before " + victim + " slept").doesNotContainAnyElementsOf(newIn(after, others));
        assertThat(victim.isAlive()).as(victim.output()).isTrue();
    }

    private static Set<String> newIn(Set<String> after, Set<String> others) {
        return after.stream().filter(member -> !others.contains(member)).collect(Collectors.toSet());
    }

    private void others(OtherProcess victim) {
        processes.remove(victim);
        members.await(INSTANCES - 1);
    }

    private void come() {
        processes.add(world.services().spawn(service));
        members.await(INSTANCES);
        happened.add(Disturbance.COME);
    }
}

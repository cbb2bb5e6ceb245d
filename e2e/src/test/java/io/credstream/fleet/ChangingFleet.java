package io.credstream.fleet;

import static io.credstream.guarantee.TestFleet.PARTITIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.e2e.ObjectDeeds;
import io.credstream.guarantee.TestFleet;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.List;
import java.util.Random;

/**
 * Twelve clusters on which something changes all the time: three control planes that discover their runtimes, each in a partition
 * of its own and so with another instance than the others.
 */
final class ChangingFleet {

    static final List<String> CONTROL_PLANES = List.of("kcp-eu", "kcp-ap", "kcp-na");

    private static final int FIRST_OBJECTS = 200;
    private static final int LONGEST_PAUSE = 60;

    private final TestFleet world;
    private final Random random;
    private final ObjectDeeds objects;
    private volatile boolean stopped;

    /** Makes the control planes with two runtimes each: one from the fleet file, and one that is discovered. */
    ChangingFleet(TestFleet world, Random random) {
        this.world = world;
        this.random = random;
        this.objects = new ObjectDeeds(world, random, 1);
        assertThat(CONTROL_PLANES.stream().map(id -> world.topics().clusters().partition(id, PARTITIONS)))
                .as("partitions of the control planes")
                .doesNotHaveDuplicates();
        for (String controlPlane : CONTROL_PLANES) {
            world.discovering(controlPlane);
            world.runtime("skr-of-" + controlPlane, controlPlane, ObjectDeeds.KYMAS.get(0));
            world.discovered(controlPlane, ObjectDeeds.KYMAS.get(1));
        }
        for (int i = 0; i < FIRST_OBJECTS; i++) {
            objects.next();
        }
    }

    /** Each control plane has one more runtime to discover. */
    void grow() {
        CONTROL_PLANES.forEach(controlPlane -> world.discovered(controlPlane, ObjectDeeds.KYMAS.get(2)));
    }

    /** Changes something again and again, until it is stopped; {@return how often} */
    int change() throws InterruptedException {
        int deeds = 0;
        for (; !stopped; deeds++) {
            if (random.nextInt(50) == 0) {
                disturbACluster();
            } else {
                objects.next();
            }
            Thread.sleep(random.nextInt(LONGEST_PAUSE));
        }
        return deeds;
    }

    void stop() {
        stopped = true;
    }

    /** Nothing that lasts: how outages are borne is told elsewhere. */
    private void disturbACluster() {
        List<String> members = List.copyOf(world.members().keySet());
        EmbeddedCluster cluster = world.cluster(members.get(random.nextInt(members.size())));
        switch (random.nextInt(4)) {
            case 0 -> cluster.cutConnections();
            case 1 -> cluster.compact();
            case 2 ->
                cluster.faults()
                        .injectOnce(new Fault.LostAnswer(), request -> request.is("patch", ResourceKind.MANIFESTS));
            default ->
                cluster.faults()
                        .injectOnce(
                                new Fault.Answer(503), request -> request.verb().equals("patch"));
        }
    }
}

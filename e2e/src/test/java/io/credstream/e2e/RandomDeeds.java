package io.credstream.e2e;

import io.credstream.guarantee.Instance;
import io.credstream.guarantee.Service;
import io.credstream.guarantee.TestFleet;
import io.credstream.model.Cluster;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.List;
import java.util.Random;

/** What a fleet and its services can suffer, one deed at a time. Equal seeds give equal deeds. */
final class RandomDeeds {

    private static final int MOST_INSTANCES = 2;

    private final TestFleet world;
    private final Random random;
    private final ObjectDeeds objects;

    RandomDeeds(TestFleet world, Random random) {
        this.world = world;
        this.random = random;
        this.objects = new ObjectDeeds(world, random, Integer.MAX_VALUE);
    }

    /** Two control planes, one of them with a runtime, and a few objects on each. */
    void populate() {
        world.controlPlane("kcp-eu");
        world.controlPlane("kcp-ap");
        world.runtime("skr-a", "kcp-eu", "k0");
        for (int i = 0; i < 60; i++) {
            objects.next();
        }
    }

    void next() {
        int dice = random.nextInt(100);
        if (dice < 78) {
            objects.next();
        } else if (dice < 92) {
            disturbACluster();
        } else if (dice < 95) {
            disturbAService();
        } else {
            pause();
        }
    }

    /** No more faults, and somebody at work of each service. */
    void makePeace() {
        for (Cluster member : world.members().values()) {
            EmbeddedCluster cluster = world.cluster(member.id());
            cluster.faults().clear();
            cluster.bringUp();
        }
        for (Service service : Service.values()) {
            if (world.services().running(service).isEmpty()) {
                world.services().start(service);
            }
        }
    }

    private void disturbACluster() {
        EmbeddedCluster cluster =
                world.cluster(any(List.copyOf(world.members().values())).id());
        switch (random.nextInt(8)) {
            case 0 -> cluster.takeDown();
            case 1, 2 -> cluster.bringUp();
            case 3 -> cluster.cutConnections();
            case 4 -> cluster.compact();
            case 5 -> cluster.faults().inject(new Fault.Answer(any(List.of(429, 500, 503, 409))), any -> true, 3);
            case 6 ->
                cluster.faults()
                        .inject(new Fault.LostAnswer(), request -> request.is("patch", ResourceKind.MANIFESTS), 2);
            default ->
                cluster.faults().inject(new Fault.Disconnect(), request -> request.is("list", ResourceKind.SECRETS), 1);
        }
    }

    private void disturbAService() {
        Service service = any(List.of(Service.values()));
        List<Instance> running = world.services().running(service);
        if (running.size() < MOST_INSTANCES && random.nextBoolean()) {
            world.services().start(service);
        } else if (!running.isEmpty()) {
            any(running).close();
        }
    }

    private void pause() {
        try {
            Thread.sleep(random.nextInt(300));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}

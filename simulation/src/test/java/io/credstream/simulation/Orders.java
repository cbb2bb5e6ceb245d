package io.credstream.simulation;

import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Drive;
import io.credstream.model.Order.Action.Mode;
import io.credstream.simulation.guarantee.Change;
import io.credstream.simulation.guarantee.Change.Braked;
import java.util.List;
import java.util.random.RandomGenerator;

/** What operators want. */
final class Orders {

    private Orders() {}

    static void brake(World world, RandomGenerator random) {
        Mode mode = Deeds.drawn(List.of(Mode.values()), random);
        Order.Target target = target(world, random);
        give(world, new Order(target, new Brake(mode), "alice", "to see", world.now()));
        world.tell(new Change.OfBrake(
                target.display(),
                switch (mode) {
                    case RESUME -> Braked.RESUMED;
                    case PAUSE -> Braked.PAUSED;
                    case WITHDRAW -> Braked.WITHDRAWN;
                }));
    }

    static void resume(World world, RandomGenerator random) {
        Order.Target all = new Order.Target.All();
        give(world, new Order(all, new Brake(Mode.RESUME), "alice", "seen", world.now()));
        world.tell(new Change.OfBrake(all.display(), Braked.RESUMED));
    }

    static void drive(World world, RandomGenerator random) {
        give(world, new Order(target(world, random), new Drive(), "bob", "at once", world.now()));
    }

    private static Order.Target target(World world, RandomGenerator random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Order.Target.All();
            case 1 -> new Order.Target.OfCluster(Deeds.cluster(world, random).id());
            default -> new Order.Target.OfModule("mod" + random.nextInt(2));
        };
    }

    private static void give(World world, Order order) {
        World.TOPICS
                .orders()
                .records(order.key(), order, world.log().partitions())
                .forEach(record ->
                        world.log().append(World.nullable(record), world.now().toEpochMilli()));
    }
}

package io.credstream.simulation;

import io.credstream.model.Layer;
import io.credstream.model.ObjectRef;
import io.credstream.model.Order;
import io.credstream.model.Order.Action.Brake;
import io.credstream.model.Order.Action.Drive;
import io.credstream.model.Order.Action.Mode;
import io.credstream.model.Pin;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate.Ask;
import io.credstream.simulation.guarantee.Change;
import io.credstream.simulation.guarantee.Change.Braked;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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

    static void pauseAll(World world) {
        Order.Target all = new Order.Target.All();
        give(world, new Order(all, new Brake(Mode.PAUSE), "alice", "to look", world.now()));
        world.tell(new Change.OfBrake(all.display(), Braked.PAUSED));
    }

    static void releaseAllPins(World world, RandomGenerator random) {
        while (!world.pins().isEmpty()) {
            releasePin(world, random);
        }
    }

    static void drive(World world, RandomGenerator random) {
        give(world, new Order(target(world, random), new Drive(), "bob", "at once", world.now()));
    }

    /** What a Manifest carried once, or anything else, is to stay there: for good, or for a while. */
    static void pin(World world, RandomGenerator random) {
        String cluster = Deeds.cluster(world, random).id();
        String name = Deeds.manifestName(random);
        Map<String, Ask> layers = new TreeMap<>();
        for (Layer layer : Layer.values()) {
            if (random.nextInt(3) > 0) {
                layers.put(layer.display(), random.nextInt(4) == 0 ? Ask.NOTHING : Ask.of(Deeds.value(random)));
            }
        }
        if (layers.isEmpty()) {
            return;
        }
        Instant until = random.nextBoolean() ? null : world.now().plusSeconds(1 + random.nextInt(1_500));
        Pin pin = new Pin(
                new ObjectRef(cluster, Deeds.NAMESPACE, name),
                layers.entrySet().stream()
                        .map(layer -> new Pin.PinnedLayer(layer(layer.getKey()), selector(layer.getValue())))
                        .toList(),
                world.now(),
                "alice",
                "to go back",
                world.now(),
                until,
                null);
        world.pins().put(pin.key(), pin);
        give(world, pin);
        world.tell(new Change.OfPin(cluster, name, new Change.Pinned(layers, until)));
    }

    static void releasePin(World world, RandomGenerator random) {
        List<Pin> standing = List.copyOf(world.pins().values());
        if (standing.isEmpty()) {
            return;
        }
        Pin pin = Deeds.drawn(standing, random);
        world.pins().remove(pin.key());
        give(world, pin.released(new Pin.Release("bob", "seen", world.now())));
        world.tell(new Change.OfPin(pin.manifest().cluster(), pin.manifest().name(), null));
    }

    private static Layer layer(String name) {
        return Arrays.stream(Layer.values())
                .filter(layer -> layer.display().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static @Nullable String selector(Ask ask) {
        return ask.value() == null ? null : Manifests.canonical(Manifests.selectorOf(ask.value()));
    }

    private static void give(World world, Pin pin) {
        World.TOPICS
                .pins()
                .records(pin.key(), pin, world.log().partitions())
                .forEach(record ->
                        world.log().append(World.nullable(record), world.now().toEpochMilli()));
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

package io.credstream.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What happens in a world, in order. Each step draws from a seed of its own, so that one can be left out and the others stay what they are.
 *
 * @param seed from which it was made; it also feeds what the product draws
 */
record Schedule(long seed, Setup setup, List<Step> steps) {

    /** @param controlPlanes how many there are */
    record Setup(int partitions, int controlPlanes) {}

    /** One thing that happens. */
    record Step(Move move, long seed) {
        RandomGenerator random() {
            return new SplittableRandom(seed);
        }
    }

    Schedule {
        steps = List.copyOf(steps);
    }

    static Schedule of(long seed) {
        var random = new SplittableRandom(seed);
        var setup = new Setup(1 + random.nextInt(3), 1 + random.nextInt(2));
        List<Move> drawn = new ArrayList<>();
        for (Move move : Move.values()) {
            // Not everything happens everywhere: what is rare beside all the rest is common in some worlds.
            int weight = move.isFault() ? move.weight() * random.nextInt(4) : move.weight();
            for (int i = 0; i < weight; i++) {
                drawn.add(move);
            }
        }
        int length = 60 + random.nextInt(240);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            steps.add(new Step(drawn.get(random.nextInt(drawn.size())), random.nextLong()));
        }
        return new Schedule(seed, setup, steps);
    }

    Schedule with(List<Step> others) {
        return new Schedule(seed, setup, others);
    }
}

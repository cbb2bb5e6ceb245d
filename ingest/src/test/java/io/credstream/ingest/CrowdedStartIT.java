package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.sandbox.api.EmbeddedCluster;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.api.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An ingest that begins with more clusters than it may ask at once. */
final class CrowdedStartIT {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int BOUND = 8;

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void noMoreThanTheBoundIsUnderWay() {
        // Given clusters that let each answer wait, so that whatever arrives is under way for so long
        Duration slow = Duration.ofMillis(250);
        Queue<Long> arrivals = new ConcurrentLinkedQueue<>();
        world.watching(world.watching().withConcurrentRequests(BOUND));
        for (int i = 0; i < 2 * BOUND; i++) {
            world.cluster("slow-" + i)
                    .faults()
                    .inject(new Fault.Delay(slow), request -> arrivals.add(System.nanoTime()), Faults.ALWAYS);
            world.controlPlane("slow-" + i);
        }
        // When
        world.startIngest(world.config(), NEVER);
        awaitWatched("slow-", 2 * BOUND);
        // Then
        List<Long> times = arrivals.stream().sorted().toList();
        assertThat(times).hasSizeGreaterThan(10 * BOUND);
        for (int i = BOUND; i < times.size(); i++) {
            assertThat(Duration.ofNanos(times.get(i) - times.get(i - BOUND)))
                    .as("from request %s to the one that takes its place, of %s", i - BOUND, times.size())
                    .isGreaterThan(slow.minusMillis(10));
        }
    }

    @Test
    void theDeadHoldUpNobody() {
        // Given more dead clusters than there are places, all of them in the line first
        world.watching(world.watching().withConcurrentRequests(BOUND).withRequestTimeout(NEVER));
        List<Faults.Injection> asked = new ArrayList<>();
        for (int i = 0; i < 2 * BOUND; i++) {
            EmbeddedCluster dead = world.cluster("a-dead-" + i);
            asked.add(dead.faults().inject(new Fault.Delay(NEVER), request -> true, Faults.ALWAYS));
            world.controlPlane(dead.id());
        }
        world.startIngest(world.config(), NEVER);
        await().atMost(SOON).until(() -> sum(asked) >= BOUND - BOUND / 4);
        // When
        for (int i = 0; i < BOUND; i++) {
            world.controlPlane("live-" + i);
        }
        // Then
        awaitWatched("live-", BOUND);
        // Of the dead one after the other has been given up for another line, where each place is taken for good.
        int requests = sum(asked);
        assertThat(requests).isBetween(BOUND, 2 * BOUND * 3 + BOUND / 4);
    }

    private void awaitWatched(String prefix, int clusters) {
        for (int i = 0; i < clusters; i++) {
            String id = prefix + i;
            await().atMost(SOON)
                    .until(() -> world.status(id).map(ClusterStatus::condition).equals(Optional.of(Condition.WATCHED)));
        }
    }

    private static int sum(List<Faults.Injection> asked) {
        return asked.stream().mapToInt(Faults.Injection::hits).sum();
    }
}

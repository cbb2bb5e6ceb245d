package io.credstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.credstream.model.ClusterStatus;
import io.credstream.model.ClusterStatus.Condition;
import io.credstream.sandbox.EmbeddedCluster;
import io.credstream.sandbox.Fault;
import io.credstream.sandbox.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An ingest that begins with more clusters than it may ask at once. */
final class CrowdedStartIT {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(90);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void noMoreThanTheBoundIsUnderWayAndTheDeadHoldUpNobody() {
        // Given more dead clusters than there are places, all of them in the line first
        int bound = 8;
        world.watching(world.watching().withConcurrentRequests(bound).withRequestTimeout(NEVER));
        List<Faults.Injection> asked = new ArrayList<>();
        for (int i = 0; i < 2 * bound; i++) {
            EmbeddedCluster dead = world.cluster("a-dead-" + i);
            asked.add(dead.faults().inject(new Fault.Delay(NEVER), request -> true, Faults.ALWAYS));
            world.controlPlane(dead.id());
        }
        world.startIngest(world.config(), NEVER);
        await().atMost(SOON).until(() -> sum(asked) >= bound - bound / 4);
        // When
        for (int i = 0; i < bound; i++) {
            world.controlPlane("live-" + i);
        }
        // Then
        for (int i = 0; i < bound; i++) {
            String id = "live-" + i;
            await().atMost(SOON)
                    .until(() -> world.status(id).map(ClusterStatus::condition).equals(Optional.of(Condition.WATCHED)));
        }
        // Of the dead one after the other has been given up for another line, where each place is taken for good.
        int requests = sum(asked);
        assertThat(requests).isBetween(bound, 2 * bound * 3 + bound / 4);
    }

    private static int sum(List<Faults.Injection> asked) {
        return asked.stream().mapToInt(Faults.Injection::hits).sum();
    }
}

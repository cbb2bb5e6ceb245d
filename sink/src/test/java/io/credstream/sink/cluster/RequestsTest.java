package io.credstream.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.credstream.model.Cause.Coordinates;
import io.credstream.sink.patch.Decision;
import io.credstream.sink.patch.GuardedPatch;
import io.credstream.sink.patch.Updates;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestsTest {

    private final AtomicLong nanos = new AtomicLong(100);
    private final Requests requests = new Requests(nanos::get);
    private final FakeCluster cluster = new FakeCluster();

    @Test
    void theOldestRequestWithoutAnAnswerIsKnownUntilItHasOne() {
        Decision first = decision(1);
        Decision second = decision(2);
        cluster.isSlow();
        ClusterAccess access = requests.watching(cluster);
        assertThat(requests.oldest()).isEmpty();

        CompletableFuture<Outcome> firstAnswer = access.write(first, patch(first));
        nanos.set(200);
        CompletableFuture<Outcome> secondAnswer = access.write(second, patch(second));
        assertThat(requests.oldest()).hasValue(100);

        cluster.answer(first, new Outcome.Applied("11"));
        assertThat(firstAnswer).isCompletedWithValue(new Outcome.Applied("11"));
        assertThat(requests.oldest()).hasValue(200);
        cluster.answer(second, FakeCluster.DEAD);
        assertThat(secondAnswer).isCompletedWithValue(FakeCluster.DEAD);
        assertThat(requests.oldest()).isEmpty();

        cluster.isWell();
        assertThat(access.write(first, patch(first))).isCompleted();
        assertThat(requests.oldest()).isEmpty();
    }

    private static Decision decision(long offset) {
        return new Decision(Updates.first("kcp/ns/a", "uid-1"), new Coordinates("updates", 0, offset), Instant.EPOCH);
    }

    private static GuardedPatch.Ready patch(Decision decision) {
        return (GuardedPatch.Ready) GuardedPatch.of(decision.update());
    }
}

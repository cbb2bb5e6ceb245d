package io.credstream.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private static final Set<String> OTHERS = Set.of("another thread");
    private static final Duration PROOF = Duration.ofSeconds(2);

    private final List<Throwable> told = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final Failures failures =
            new Failures(Duration.ofMillis(1), PROOF, ((InstantSource) () -> now).withZone(ZoneOffset.UTC), told::add);

    @Test
    void troubleWithTheBrokersReplacesTheThread() {
        for (Exception trouble : List.of(
                new StreamsException(new TimeoutException("no broker")),
                new TopicAuthorizationException("topic"),
                new StreamsException(new UnknownServerException("whatever")))) {
            assertThat(failures.handle(trouble)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
            assertThat(failures.trouble()).isSameAs(trouble);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void theThreadThatFailedProvesNothing() {
        failures.handle(new TopicAuthorizationException("topic"));
        for (int i = 0; i < 3; i++) {
            failures.working(Set.of(Thread.currentThread().getName()));
            now = now.plus(PROOF);
        }
        assertThat(failures.trouble()).isNotNull();
    }

    @Test
    void anotherThreadHasToWorkForAWhile() {
        failures.handle(new TopicAuthorizationException("topic"));
        failures.working(OTHERS);
        now = now.plus(PROOF).minusMillis(1);
        failures.working(OTHERS);
        assertThat(failures.trouble())
                .as("it may be refused in a moment what the one before was refused")
                .isNotNull();
        now = now.plusMillis(1);
        failures.working(OTHERS);
        assertThat(failures.trouble()).isNull();
    }

    @Test
    void eachFailureBeginsTheWhileAnew() {
        failures.handle(new TopicAuthorizationException("topic"));
        failures.working(OTHERS);
        now = now.plus(PROOF);
        failures.handle(new TopicAuthorizationException("topic"));
        failures.working(OTHERS);
        assertThat(failures.trouble()).isNotNull();
    }

    @Test
    void aBugStopsTheProcessorAndIsToldOnce() {
        StreamsException bug = new StreamsException(new IllegalStateException("bug"));
        assertThat(failures.handle(bug)).isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(failures.handle(new SerializationException("another")))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(told).containsExactly(bug);
        assertThat(failures.failure()).isSameAs(bug);
    }

    @Test
    void onlyAChangelogWithMorePartitionsThanItsInputsIsToBeDeleted() {
        assertThat(Failures.describe(invalidPartitions(2, 4)))
                .contains("topic c-changelog has 4 partitions", "have 2", "delete it");
        assertThat(Failures.describe(invalidPartitions(4, 2)))
                .contains("credstream topics check")
                .doesNotContain("delete");
    }

    private static StreamsException invalidPartitions(int expected, int actual) {
        return new StreamsException(
                "Existing internal topic c-changelog has invalid partitions: expected: %d; actual: %d."
                        .formatted(expected, actual));
    }
}

package io.credstream.processor.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final List<Throwable> told = new ArrayList<>();
    private final Failures failures = new Failures(Duration.ofMillis(1), told::add);

    @Test
    void troubleWithTheBrokersReplacesTheThread() {
        for (Exception trouble : List.of(
                new StreamsException(new TimeoutException("no broker")), new TopicAuthorizationException("topic"))) {
            assertThat(failures.handle(trouble)).isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
            assertThat(failures.trouble()).isSameAs(trouble);
        }
        failures.recovered(Set.of(Thread.currentThread().getName()));
        assertThat(failures.trouble())
                .as("what works may be the thread that failed")
                .isNotNull();
        failures.recovered(Set.of("another thread"));
        assertThat(failures.trouble()).isNull();
        assertThat(told).isEmpty();
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
}

package io.credstream.topics;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for an admin call and throws what it failed with, instead of a wrapper around it. */
public final class Await {
    private Await() {}

    public static <T> T of(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    static KafkaException unwrapped(ExecutionException e) {
        return e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e);
    }
}

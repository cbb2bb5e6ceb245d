package io.credstream.sink.fault;

import io.credstream.observe.Fault;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one place in the sink that decides how far something unexpected reaches.
 *
 * <ul>
 *   <li>An exception while handling a <b>record</b> reaches that record: it becomes a dead letter.
 *   <li>An exception while working for a <b>cluster</b> reaches that cluster: its compartment is rebuilt.
 *   <li>An exception of the machinery that all share, which is marked by {@link #shared}, and an {@link Error} pass through every
 *       bulkhead. They end at the thread, which stops the process.
 * </ul>
 *
 * <p>What is caught is a {@link Fault} from then on, so that no message of an exception travels any further.
 */
public final class Bulkhead {

    private Bulkhead() {}

    /** Does work for one record or one cluster. */
    public static void around(Runnable work, Consumer<Fault> onFault) {
        try {
            work.run();
        } catch (SharedMachineryException beyond) {
            throw beyond;
        } catch (RuntimeException e) {
            onFault.accept(Fault.of(e));
        }
    }

    /** Asks something about one record or one cluster. */
    public static <T> T call(Supplier<T> work, Function<Fault, T> onFault) {
        try {
            return work.get();
        } catch (SharedMachineryException beyond) {
            throw beyond;
        } catch (RuntimeException e) {
            return onFault.apply(Fault.of(e));
        }
    }

    /**
     * Begins work for one cluster that ends later: with its result, or with a fault, be it thrown at once, later or by an absent
     * result.
     *
     * @param on where the consumers run
     */
    public static <T> void begin(
            Supplier<CompletableFuture<T>> work, Executor on, Consumer<T> onResult, Consumer<Fault> onFault) {
        CompletableFuture<T> begun = call(
                () -> Objects.requireNonNull(work.get()).thenApply(Objects::requireNonNull),
                fault -> CompletableFuture.failedFuture(new FaultException(fault)));
        var unused = begun.whenComplete((result, failure) -> on.execute(() -> {
            if (failure == null) {
                onResult.accept(result);
            } else {
                onFault.accept(faultIn(failure));
            }
        }));
    }

    /** Does something with the machinery that all share, inside of work for one. */
    public static void shared(Runnable work) {
        try {
            work.run();
        } catch (SharedMachineryException beyond) {
            throw beyond;
        } catch (RuntimeException e) {
            throw new SharedMachineryException(e);
        }
    }

    private static Fault faultIn(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return switch (cause) {
            case Error error -> throw error;
            case SharedMachineryException beyond -> throw beyond;
            case FaultException known -> known.fault;
            default -> Fault.of(cause);
        };
    }

    /** Something that all share is broken. */
    private static final class SharedMachineryException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SharedMachineryException(RuntimeException cause) {
            super(cause.getClass().getSimpleName(), cause);
        }
    }

    /** Carries a fault through a future. */
    private static final class FaultException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Fault fault;

        FaultException(Fault fault) {
            super(fault.code(), null, false, false);
            this.fault = fault;
        }
    }
}

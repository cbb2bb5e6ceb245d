package io.credstream.audit;

import io.credstream.model.Cause.Coordinates;
import io.credstream.observe.Fault;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The records that a query could not handle: an unexpected exception while one is folded or judged leaves that one out of the
 * answer, and the answer says so. Thread-safe.
 */
public final class Unhandled {

    private final Predicate<RuntimeException> passing;
    private final SortedMap<String, String> faults = new ConcurrentSkipListMap<>();

    public Unhandled() {
        this(e -> false);
    }

    /** @param passing exceptions that are meant for the caller, not unexpected */
    public Unhandled(Predicate<RuntimeException> passing) {
        this.passing = passing;
    }

    /** Does what a record asks for; nothing comes back if it failed. */
    public <T> Optional<T> handle(Coordinates at, Supplier<T> piece) {
        try {
            return Optional.of(piece.get());
        } catch (RuntimeException e) {
            if (passing.test(e)) {
                throw e;
            }
            faults.putIfAbsent(at.describe(), Fault.of(e).code());
            return Optional.empty();
        }
    }

    /** As above, for what returns nothing. */
    public void handle(Coordinates at, Runnable piece) {
        handle(at, () -> {
            piece.run();
            return at;
        });
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /** Each with where it is and what went wrong, as a code: {@code templates-1@5: NullPointerException at LabelIndex.put}. */
    public List<String> all() {
        return faults.entrySet().stream()
                .map(fault -> fault.getKey() + ": " + fault.getValue())
                .toList();
    }
}

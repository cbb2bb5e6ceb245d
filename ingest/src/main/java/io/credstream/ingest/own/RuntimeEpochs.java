package io.credstream.ingest.own;

import io.credstream.model.Cluster;
import io.credstream.model.Scope;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The epochs of the runtimes that this process watches, as far as they are committed. A Manifest whose template is on a runtime names
 * that runtime's: it is decided from templates that are current in it, however late the processor hears that it has begun (R22).
 *
 * <p>Safe for use by any thread.
 */
public final class RuntimeEpochs {

    private final Map<Scope, Map<String, Instant>> begun = new ConcurrentHashMap<>();

    /** A status with the epoch was committed. */
    void said(Cluster runtime, Instant epoch) {
        begun.computeIfAbsent(runtime.scope(), scope -> new ConcurrentHashMap<>())
                .put(runtime.id(), epoch);
    }

    /** It is not watched here any longer. */
    void forget(Cluster runtime) {
        begun.computeIfPresent(runtime.scope(), (scope, of) -> {
            of.remove(runtime.id());
            return of.isEmpty() ? null : of;
        });
    }

    /** Of the runtime that a scope is about; of several the earliest, which each of them can come to. Empty if none is watched here. */
    Optional<Instant> of(Scope scope) {
        return begun.getOrDefault(scope, Map.of()).values().stream().min(Instant::compareTo);
    }
}

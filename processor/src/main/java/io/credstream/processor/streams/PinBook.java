package io.credstream.processor.streams;

import io.credstream.model.ObjectRef;
import io.credstream.model.Pin;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pins of a task's Manifests, as long as they stand. */
final class PinBook {

    private final Kept<Pin> store;
    private final Map<ObjectRef, Pin> expiring = new HashMap<>();

    PinBook(Kept<Pin> store) {
        this.store = store;
    }

    /** Of a task that begins. See {@link Kept#restore}. */
    void restore(Bulkhead<?> bulkhead, String work, Consumer<Pin> learn) {
        store.restore(bulkhead, work, (key, pin) -> {
            learn.accept(pin);
            watch(pin);
        });
    }

    @Nullable
    Pin get(ObjectRef manifest) {
        return store.get(manifest.key());
    }

    /** A pin was said; whether it holds anything now. */
    boolean take(Pin pin, Instant now) {
        remove(pin.manifest());
        if (pin.holds(now)) {
            store.put(pin.key(), pin);
            watch(pin);
        }
        return pin.holds(now);
    }

    void remove(ObjectRef manifest) {
        store.delete(manifest.key());
        expiring.remove(manifest);
    }

    /** Takes out those whose time is over, in the order of their Manifests. */
    List<Pin> takeExpired(Instant now) {
        List<Pin> expired = expiring.values().stream()
                .filter(pin -> pin.isExpired(now))
                .sorted(Comparator.comparing(Pin::manifest))
                .toList();
        expired.forEach(pin -> remove(pin.manifest()));
        return expired;
    }

    private void watch(Pin pin) {
        if (pin.expires() != null) {
            expiring.put(pin.manifest(), pin);
        }
    }
}

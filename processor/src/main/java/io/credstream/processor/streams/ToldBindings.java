package io.credstream.processor.streams;

import io.credstream.model.Binding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What was said of the bindings: it keeps the cause of what has not changed since, and what is gone until no crash can have
 * swallowed that. Never a reason to say nothing.
 */
final class ToldBindings {

    private static final Told GONE = new Told(null);

    private final KeyValueStore<String, Told> store;

    /** Said to be gone at the last evaluation. By the next one that was committed. */
    private Set<Binding.Key> goneForSure = Set.of();

    ToldBindings(KeyValueStore<String, Told> store) {
        this.store = store;
    }

    /** What to say of a binding: itself, or if it says what was said before, that with its cause. */
    Binding tell(Binding binding) {
        Told before = store.get(binding.key());
        if (before != null && before.binding() != null && before.binding().saysTheSameAs(binding)) {
            return before.binding();
        }
        store.put(binding.key(), new Told(binding));
        return binding;
    }

    void tellGone(Binding.Key key) {
        store.put(key.text(), GONE);
    }

    /** Whatever was said to exist. */
    List<Binding.Key> present() {
        return keys(false);
    }

    /** Whatever is to be said to be gone at this evaluation. Forgets what was said at the last. */
    List<Binding.Key> goneAtEvaluation() {
        List<Binding.Key> again = new ArrayList<>();
        for (Binding.Key key : keys(true)) {
            if (goneForSure.contains(key)) {
                store.delete(key.text());
            } else {
                again.add(key);
            }
        }
        goneForSure = new HashSet<>(again);
        return again;
    }

    private List<Binding.Key> keys(boolean gone) {
        List<Binding.Key> keys = new ArrayList<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                if ((entry.value.binding() == null) == gone) {
                    keys.add(Binding.Key.parse(entry.key));
                }
            });
        }
        return keys;
    }
}

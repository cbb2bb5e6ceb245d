package io.credstream.processor.streams;

import io.credstream.model.Binding;
import io.credstream.model.ObjectRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What was said of the bindings: it keeps the cause of what has not changed since, and what is gone until no crash can have
 * swallowed that.
 */
final class ToldBindings {

    private static final Told GONE = new Told(null);

    private final Kept<Told> store;

    /** Said to be gone at the last evaluation. By the next one that was committed. */
    private Set<Binding.Key> goneForSure = Set.of();

    ToldBindings(Kept<Told> store) {
        this.store = store;
    }

    /** Of a task that begins. See {@link Kept#restore}. */
    void restore(Bulkhead<?> bulkhead, String work) {
        store.restore(bulkhead, work, (key, told) -> {});
    }

    /** Whether anything was said of it. */
    boolean isKnown(Binding.Key key) {
        Told before = store.get(key.text());
        return before != null && before.binding() != null;
    }

    /** Whether it differs from what was said before, in more than its cause. */
    boolean isNews(Binding binding) {
        Told before = store.get(binding.key());
        return before == null || before.binding() == null || !before.binding().saysTheSameAs(binding);
    }

    void tell(Binding binding) {
        store.put(binding.key(), new Told(binding));
    }

    /** What was said of it last, with the cause of then; itself if nothing was. */
    Binding last(Binding binding) {
        Told before = store.get(binding.key());
        return before == null || before.binding() == null ? binding : before.binding();
    }

    /** What was said last of a template, in each scope. */
    List<Binding> of(ObjectRef template) {
        List<Binding> all = new ArrayList<>();
        store.forEach((key, told) -> {
            if (told.binding() != null && told.binding().template().equals(template)) {
                all.add(told.binding());
            }
        });
        return all;
    }

    void tellGone(Binding.Key key) {
        store.put(key.text(), GONE);
    }

    /** Whatever was said to exist. */
    List<Binding.Key> present() {
        return keys(false);
    }

    /** Whatever is gone and may not have been heard. Forgets what was so at the last evaluation: that was committed since. */
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
        store.forEach((key, told) -> {
            if ((told.binding() == null) == gone) {
                keys.add(Binding.Key.parse(key));
            }
        });
        return keys;
    }
}

package io.credstream.processor.streams;

import io.credstream.model.ObjectRef;
import io.credstream.rules.retry.Attempts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attempts of a task's Manifests, and which of them have a time at which to look again. */
final class AttemptsBook {

    private final Kept<StoredAttempts> store;
    private final Map<ObjectRef, Instant> alarms = new HashMap<>();

    AttemptsBook(Kept<StoredAttempts> store) {
        this.store = store;
    }

    /** Of a task that begins. See {@link Kept#restore}. */
    void restore(Bulkhead<?> bulkhead, String work) {
        store.restore(bulkhead, work, (key, stored) -> setAlarm(ObjectRef.parse(key), stored.attempts()));
    }

    @Nullable
    Attempts get(ObjectRef manifest) {
        StoredAttempts stored = store.get(manifest.key());
        return stored == null ? null : stored.attempts();
    }

    void put(ObjectRef manifest, @Nullable Attempts attempts) {
        if (attempts == null) {
            store.delete(manifest.key());
        } else if (!attempts.equals(get(manifest))) {
            store.put(manifest.key(), StoredAttempts.of(attempts));
        }
        setAlarm(manifest, attempts);
    }

    /** Every Manifest of which anything is remembered. */
    List<ObjectRef> all() {
        List<ObjectRef> refs = new ArrayList<>();
        store.forEach((key, stored) -> refs.add(ObjectRef.parse(key)));
        return refs;
    }

    /** In order. */
    List<ObjectRef> due(Instant now) {
        List<ObjectRef> due = new ArrayList<>();
        alarms.forEach((ref, time) -> {
            if (!now.isBefore(time)) {
                Attempts attempts = get(ref);
                if (attempts != null && attempts.isDue(now)) {
                    due.add(ref);
                }
            }
        });
        due.sort(null);
        return due;
    }

    private void setAlarm(ObjectRef ref, @Nullable Attempts attempts) {
        Optional.ofNullable(attempts)
                .flatMap(Attempts::alarm)
                .ifPresentOrElse(due -> alarms.put(ref, due), () -> alarms.remove(ref));
    }
}

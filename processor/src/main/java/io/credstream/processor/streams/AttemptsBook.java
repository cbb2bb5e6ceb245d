package io.credstream.processor.streams;

import io.credstream.model.ObjectRef;
import io.credstream.processor.domain.Attempts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The attempts of a task's Manifests, and which of them have a time at which to look again. */
final class AttemptsBook {

    private final KeyValueStore<String, Attempts> store;
    private final Map<ObjectRef, Instant> alarms = new HashMap<>();

    AttemptsBook(KeyValueStore<String, Attempts> store) {
        this.store = store;
        all().forEach(ref -> setAlarm(ref, get(ref)));
    }

    @Nullable
    Attempts get(ObjectRef manifest) {
        return store.get(manifest.key());
    }

    void put(ObjectRef manifest, @Nullable Attempts attempts) {
        store.put(manifest.key(), attempts);
        setAlarm(manifest, attempts);
    }

    /** Every Manifest of which anything is remembered. */
    List<ObjectRef> all() {
        List<ObjectRef> refs = new ArrayList<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> refs.add(ObjectRef.parse(entry.key)));
        }
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
        Instant due = attempts == null || attempts.isSettled() ? null : attempts.due();
        if (due == null) {
            alarms.remove(ref);
        } else {
            alarms.put(ref, due);
        }
    }
}

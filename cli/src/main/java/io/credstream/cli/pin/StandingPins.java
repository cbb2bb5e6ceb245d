package io.credstream.cli.pin;

import io.credstream.cli.log.LogReader;
import io.credstream.model.BindingState;
import io.credstream.model.Manifest;
import io.credstream.model.ObjectRef;
import io.credstream.model.Pin;
import io.credstream.read.LatestByKey;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The pins that stand, by Manifest.
 *
 * @param known those that the log says
 * @param lost Manifests that say of themselves that they are pinned, while {@code pins} has never said anything of them: the topic
 *     was lost, and the processor goes by what it heard before. Not those whose pin was released or expired a moment ago
 */
record StandingPins(SortedMap<String, Pin> known, SortedMap<String, ObjectRef> lost) {

    static StandingPins read(LogReader log) {
        LatestByKey<Pin> pins = log.latest(log.topics().pins());
        SortedMap<String, Pin> known = new TreeMap<>();
        pins.records().forEach((key, record) -> {
            if (record.value().holds(log.moment())) {
                known.put(key, record.value());
            }
        });
        SortedMap<String, ObjectRef> lost = new TreeMap<>();
        log.latest(log.topics().manifests()).records().forEach((key, record) -> {
            if (saysPinned(record.value()) && pins.get(key).isEmpty()) {
                lost.put(key, record.value().ref());
            }
        });
        return new StandingPins(known, lost);
    }

    SortedSet<String> manifests() {
        SortedSet<String> all = new TreeSet<>(known.keySet());
        all.addAll(lost.keySet());
        return all;
    }

    /** That of a Manifest; of one that was lost what is left to say, so that it can be released. */
    Pin pin(String key, Pin.Release release) {
        Pin pin = known.get(key);
        return pin != null
                ? pin
                : new Pin(
                        Objects.requireNonNull(lost.get(key)),
                        List.of(),
                        release.at(),
                        release.user(),
                        release.reason(),
                        release.at(),
                        null,
                        null);
    }

    private static boolean saysPinned(Manifest manifest) {
        return BindingState.PINNED.display().equals(manifest.annotations().state());
    }
}

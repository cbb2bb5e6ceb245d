package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate.Ask;
import io.credstream.simulation.guarantee.Change.OfPin;
import io.credstream.simulation.guarantee.Change.Pinned;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What operators pinned, by the names of Manifests. */
final class Pins {

    private static final Comparator<Ask> ORDER = Comparator.comparing(Ask::toString);

    private final Map<String, Pinned> pinned = new TreeMap<>();

    /** Those about which something was said since everything was at rest, or which held something then. */
    private final Map<String, Set<Ask>> recent = new TreeMap<>();

    void put(OfPin change) {
        String key = change.cluster() + "/" + change.name();
        if (change.pin() == null) {
            pinned.remove(key);
        } else {
            pinned.put(key, change.pin());
            change.pin().layers().forEach((layer, ask) -> remember(key, layer, ask));
        }
    }

    private void remember(String key, String layer, Ask ask) {
        recent.computeIfAbsent(key + "/" + layer, k -> new TreeSet<>(ORDER)).add(ask);
        recent.computeIfAbsent(key, k -> new TreeSet<>(ORDER)).add(ask);
    }

    /** Nothing that is over by now can be written any more. */
    void rest(Instant now) {
        recent.clear();
        pinned.forEach((key, pin) -> {
            if (pin.holds(now)) {
                pin.layers().forEach((layer, ask) -> remember(key, layer, ask));
            }
        });
    }

    /** What pins a Manifest at a moment. */
    Optional<Pinned> on(String cluster, ObjectNode manifest, Instant now) {
        return Optional.ofNullable(pinned.get(key(cluster, manifest))).filter(pin -> pin.holds(now));
    }

    /** Whether it was pinned at any time since everything was at rest. */
    boolean pinnedRecently(String cluster, ObjectNode manifest) {
        return recent.containsKey(key(cluster, manifest));
    }

    /** Whether a pin said this of a layer at any time since everything was at rest. */
    boolean saidRecently(String cluster, ObjectNode manifest, String layer, Ask ask) {
        return recent.getOrDefault(key(cluster, manifest) + "/" + layer, Set.of())
                .contains(ask);
    }

    /** Whether all that was pinned on a layer lately is something else. */
    boolean isOther(String cluster, ObjectNode manifest, String layer, @Nullable JsonNode selector) {
        Set<Ask> asks = recent.getOrDefault(key(cluster, manifest) + "/" + layer, Set.of());
        return !asks.isEmpty()
                && !endsSometime(cluster, manifest)
                && asks.stream()
                        .map(Ask::value)
                        .noneMatch(
                                value -> Objects.equals(selector, value == null ? null : Manifests.selectorOf(value)));
    }

    private boolean endsSometime(String cluster, ObjectNode manifest) {
        Pinned pin = pinned.get(key(cluster, manifest));
        return pin == null || pin.until() != null;
    }

    /** How many end later than this. */
    int ending(Instant now) {
        return (int) pinned.values().stream()
                .filter(pin -> pin.until() != null && pin.holds(now))
                .count();
    }

    private static String key(String cluster, ObjectNode manifest) {
        return cluster + "/" + Manifests.text(manifest, "/metadata/name");
    }
}

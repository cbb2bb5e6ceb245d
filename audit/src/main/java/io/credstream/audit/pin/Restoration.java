package io.credstream.audit.pin;

import io.credstream.audit.Fleet;
import io.credstream.audit.Outcome;
import io.credstream.audit.plan.Target;
import io.credstream.model.Layer;
import io.credstream.model.Manifest;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.model.ObjectRef;
import io.credstream.model.Pin;
import io.credstream.model.Pin.PinnedLayer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to give Manifests back the selectors that they had.
 *
 * @param differing those that carry others now
 * @param held those that carry the same now, but would not for long: their templates say otherwise, or they are pinned to it
 * @param same those that carry the same now, and would without a pin
 * @param absent those that were not there then, or had no layer that they have now
 */
public record Restoration(List<Restored> differing, List<Restored> held, List<ObjectRef> same, List<ObjectRef> absent) {

    /**
     * A Manifest that is to be pinned.
     *
     * @param refused layers whose selector then was none that may be written: these are not pinned
     */
    public record Restored(ObjectRef manifest, List<RestoredLayer> layers, List<Layer> refused) {
        public Restored {
            layers = List.copyOf(layers);
            refused = List.copyOf(refused);
        }

        /** The pin that restores it. */
        public Pin pin(Instant asOf, String user, String reason, Instant now, @Nullable Instant expires) {
            List<PinnedLayer> pinned = layers.stream()
                    .map(layer -> new PinnedLayer(layer.layer(), layer.then()))
                    .toList();
            return new Pin(manifest, pinned, asOf, user, reason, now, expires, null);
        }
    }

    /**
     * A layer that is to be pinned.
     *
     * @param now its selector as observed last; absent if it has none
     * @param then its selector as it was; absent if it had none
     * @param matches credentials that the latter selects now
     */
    public record RestoredLayer(
            Layer layer, @Nullable String now, @Nullable String then, List<ObjectRef> matches) {
        public RestoredLayer {
            matches = List.copyOf(matches);
        }

        public boolean differs() {
            return !Objects.equals(now, then);
        }
    }

    public Restoration {
        differing = List.copyOf(differing);
        held = List.copyOf(held);
        same = List.copyOf(same);
        absent = List.copyOf(absent);
    }

    /** All that is to be pinned, in order. */
    public List<Restored> toPin() {
        List<Restored> all = new ArrayList<>(differing);
        all.addAll(held);
        all.sort((a, b) -> a.manifest().compareTo(b.manifest()));
        return all;
    }

    /**
     * Finds out.
     *
     * @param then a Manifest as it was observed last then
     * @param manifests that there are now
     */
    public static Restoration of(
            Function<ObjectRef, Optional<Manifest>> then, Fleet now, Collection<ObjectRef> manifests) {
        List<Restored> differing = new ArrayList<>();
        List<Restored> held = new ArrayList<>();
        List<ObjectRef> same = new ArrayList<>();
        List<ObjectRef> absent = new ArrayList<>();
        for (ObjectRef ref : manifests) {
            Outcome outcome = now.judged(ref).orElse(null);
            if (outcome == null) {
                continue; // it could not be handled, which the facts say
            }
            Optional<Restored> restored = then.apply(ref).flatMap(before -> restored(before, outcome, now));
            if (restored.isEmpty()) {
                absent.add(ref);
            } else if (restored.get().layers().stream().anyMatch(RestoredLayer::differs)) {
                differing.add(restored.get());
            } else if (wouldChange(restored.get(), outcome.manifest(), now)) {
                held.add(restored.get());
            } else {
                same.add(ref);
            }
        }
        return new Restoration(differing, held, same, absent);
    }

    private static Optional<Restored> restored(Manifest before, Outcome outcome, Fleet now) {
        List<RestoredLayer> layers = new ArrayList<>();
        List<Layer> refused = new ArrayList<>();
        for (ManifestLayer layer : outcome.manifest().layers()) {
            before.layer(layer.layer()).ifPresent(was -> {
                String selector = was.canonical();
                if (selector != null && PinnedSelector.parse(selector).isEmpty()) {
                    refused.add(layer.layer());
                } else {
                    layers.add(new RestoredLayer(
                            layer.layer(),
                            layer.canonical(),
                            selector,
                            selector == null ? List.of() : now.matching(outcome.manifest(), selector)));
                }
            });
        }
        return layers.isEmpty() ? Optional.empty() : Optional.of(new Restored(before.ref(), layers, refused));
    }

    private static boolean wouldChange(Restored restored, Manifest manifest, Fleet now) {
        Target unpinned = Target.of(manifest, now.decideUnpinned(manifest.ref(), manifest.cause()));
        return restored.layers().stream()
                .anyMatch(layer ->
                        !Objects.equals(layer.then(), unpinned.selectors().get(layer.layer())));
    }
}

package io.credstream.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a Manifest is to carry whatever templates and credentials say, because an operator said so (R19).
 *
 * @param manifest by its name: one that is deleted and made again is pinned too
 * @param layers those that are pinned, at most one per {@link Layer}; any other follows its template
 * @param asOf the moment whose selectors these are
 * @param user who placed it, and {@code reason} why
 * @param expires from when on it holds nothing; absent for never
 * @param release who took it back, and why; absent as long as it stands. A pin is released by saying it again with this, so that
 *     it is history too
 */
public record Pin(
        ObjectRef manifest,
        List<PinnedLayer> layers,
        Instant asOf,
        String user,
        String reason,
        Instant placed,
        @Nullable Instant expires,
        @Nullable Release release) {

    public Pin {
        layers = List.copyOf(layers);
    }

    /** The record key: that of the Manifest, so that both meet in one task. */
    public String key() {
        return manifest.key();
    }

    /** Whether it holds anything at a moment. */
    public boolean holds(Instant moment) {
        return release == null && !isExpired(moment);
    }

    /** Whether its time is over at a moment. */
    public boolean isExpired(Instant moment) {
        return expires != null && !moment.isBefore(expires);
    }

    public Optional<PinnedLayer> layer(Layer layer) {
        return layers.stream().filter(l -> l.layer() == layer).findFirst();
    }

    /** The same pin, taken back. */
    public Pin released(Release by) {
        return new Pin(manifest, layers, asOf, user, reason, placed, expires, by);
    }

    /**
     * One layer.
     *
     * @param selector in canonical form; absent when the layer is to carry none of ours
     */
    public record PinnedLayer(Layer layer, @Nullable String selector) {}

    /** That a pin was taken back. */
    public record Release(String user, String reason, Instant at) {}
}

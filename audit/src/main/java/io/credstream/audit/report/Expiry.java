package io.credstream.audit.report;

import io.credstream.model.Layer;
import io.credstream.model.ObjectRef;
import java.time.Instant;
import java.util.List;

/**
 * A credential that stops to work.
 *
 * @param expiresAt when: the earliest expiry that the Secret or one of its tokens states
 * @param expired whether it does already
 * @param registries what it is for, as it spells them
 * @param breaks what stops to work with it
 */
public record Expiry(
        ObjectRef credential, Instant expiresAt, boolean expired, List<String> registries, List<Break> breaks) {

    public Expiry {
        registries = List.copyOf(registries);
        breaks = List.copyOf(breaks);
    }

    /**
     * A layer of a Manifest that is pulled with it.
     *
     * @param onlyOne whether no other credential covers what is pulled; else lifecycle-manager may go on with the other
     */
    public record Break(ObjectRef manifest, Layer layer, boolean onlyOne) implements Comparable<Break> {
        @Override
        public int compareTo(Break other) {
            int order = manifest.compareTo(other.manifest);
            return order != 0 ? order : layer.compareTo(other.layer);
        }
    }
}

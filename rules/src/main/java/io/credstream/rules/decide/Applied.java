package io.credstream.rules.decide;

import io.credstream.model.Layer;
import io.credstream.model.Manifest.ManifestLayer;
import io.credstream.rules.Digest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The annotation {@code credstream.io/applied}: per layer a hash of the selector that we wrote last (R12), as
 * {@code install=0123456789abcdef,config=…}. Whatever else stands in it is ignored: what we cannot read we did not write.
 */
public record Applied(Map<Layer, String> hashes) {

    private static final Pattern ENTRY = Pattern.compile("\\s*([a-z]+)=([0-9a-f]{16})\\s*");

    public Applied {
        Map<Layer, String> ordered = new EnumMap<>(Layer.class);
        ordered.putAll(hashes);
        hashes = Collections.unmodifiableMap(ordered);
    }

    public static Applied parse(@Nullable String annotation) {
        Map<Layer, String> hashes = new EnumMap<>(Layer.class);
        for (String entry : annotation == null ? new String[0] : annotation.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry);
            if (matcher.matches()) {
                for (Layer layer : Layer.values()) {
                    if (layer.display().equals(matcher.group(1))) {
                        hashes.put(layer, matcher.group(2));
                    }
                }
            }
        }
        return new Applied(hashes);
    }

    /** The hash of a selector in canonical form. */
    public static String hash(String canonical) {
        return Digest.of(canonical);
    }

    /** Whether the selector observed on a layer is ours: if and only if it hashes to what we wrote last. */
    public boolean owns(ManifestLayer layer) {
        String canonical = layer.canonical();
        return canonical != null && hash(canonical).equals(hashes.get(layer.layer()));
    }

    /** The annotation's value; absent when there is nothing to say. */
    public @Nullable String format() {
        return hashes.isEmpty()
                ? null
                : hashes.entrySet().stream()
                        .map(e -> e.getKey().display() + "=" + e.getValue())
                        .collect(Collectors.joining(","));
    }
}

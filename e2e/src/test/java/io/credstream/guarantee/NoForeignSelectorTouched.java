package io.credstream.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.credstream.model.Cluster;
import io.credstream.sandbox.objects.ResourceKind;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Selectors that somebody else wrote on layers that no template labels stay as they are, to the byte (R12). */
public final class NoForeignSelectorTouched implements Guarantee {

    private final Predicate<String> untouchable;
    private final Map<String, String> before;

    private NoForeignSelectorTouched(Predicate<String> untouchable, Map<String, String> before) {
        this.untouchable = untouchable;
        this.before = before;
    }

    /**
     * Takes down the Manifests as they are now.
     *
     * @param untouchable the names of Manifests that nobody but their owner changes, and that no template labels
     */
    public static NoForeignSelectorTouched asOfNow(TestFleet world, Predicate<String> untouchable) {
        Map<String, String> now = manifests(world, untouchable);
        assertThat(now.values()).as("foreign selectors").isNotEmpty().allMatch(m -> m.contains("credSecretSelector"));
        return new NoForeignSelectorTouched(untouchable, now);
    }

    @Override
    public void verify(TestFleet world) {
        assertThat(manifests(world, untouchable)).isEqualTo(before);
    }

    private static Map<String, String> manifests(TestFleet world, Predicate<String> untouchable) {
        Map<String, String> manifests = new TreeMap<>();
        for (Cluster controlPlane : world.controlPlanes()) {
            for (JsonNode manifest : world.user(controlPlane.id()).list(ResourceKind.MANIFESTS)) {
                String name = manifest.at("/metadata/name").asText();
                if (untouchable.test(name)) {
                    manifests.put(controlPlane.id() + "/" + name, manifest.toString());
                }
            }
        }
        return manifests;
    }
}

package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate.Ask;
import io.credstream.simulation.cluster.ModuleTemplate.Form;
import io.credstream.simulation.guarantee.Change.Braked;
import java.util.Objects;

/**
 * What is pinned carries what the pin says, and nothing else is written there; what was under way when the pin came is written still, so
 * it counts from the next rest on. A pin that is over holds nothing.
 */
public final class PinsHold implements Guarantee {

    private final Ownership ownership = new Ownership();
    private final Facts.Brakes brakes = new Facts.Brakes();
    private final Pins pins = new Pins();
    private boolean inForce;

    @Override
    public void happened(Change change) {
        if (change instanceof Change.OfPin pin) {
            pins.put(pin);
            inForce = false;
        } else if (change instanceof Change.OfBrake brake) {
            brakes.put(brake);
            inForce = false;
        }
    }

    @Override
    public void patched(ApiServer cluster, ObjectNode before, ObjectNode after) {
        boolean followsOrders = brakes.on(cluster.id(), before) == Braked.RESUMED;
        for (String layer : Manifests.LAYERS) {
            JsonNode is = Manifests.selector(after, layer);
            boolean changed = !Objects.equals(Manifests.selector(before, layer), is);
            if (changed && inForce && followsOrders && pins.isOther(cluster.id(), before, layer, is)) {
                throw broken(cluster.id() + "/" + Manifests.text(before, "/metadata/name") + " was pinned, and got "
                        + is + " on " + layer);
            }
        }
        ownership.patched(before, after);
    }

    @Override
    public void atRest(Situation situation) {
        inForce = true;
        pins.rest(situation.now());
        for (ApiServer cluster : situation.clusters()) {
            cluster.objects(Kind.MANIFEST).values().forEach(event -> {
                if (event.object() instanceof ObjectNode manifest
                        && !Facts.isUntouchable(manifest)
                        && brakes.on(cluster.id(), manifest) == Braked.RESUMED) {
                    pins.on(cluster.id(), manifest, situation.now())
                            .ifPresent(pin -> pin.layers().forEach((layer, ask) -> carries(manifest, layer, ask)));
                }
            });
        }
    }

    private void carries(ObjectNode manifest, String layer, Ask ask) {
        if (Manifests.layer(manifest, layer) == null) {
            return;
        }
        boolean right = ask.form() == Form.ABSENT
                ? !ownership.isOurs(manifest, layer)
                : Manifests.selectorOf(Objects.requireNonNull(ask.value())).equals(Manifests.selector(manifest, layer));
        if (!right) {
            throw broken(Manifests.text(manifest, "/metadata/name") + " is pinned to " + ask + " on " + layer
                    + ", and has " + Manifests.selector(manifest, layer));
        }
    }
}

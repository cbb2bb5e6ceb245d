package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.guarantee.Change.Braked;

/** What is paused is not written. What was under way when the order came is written still, so it counts from the next rest on. */
public final class BrakesHold implements Guarantee {

    private final Facts.Brakes ordered = new Facts.Brakes();
    private boolean inForce;

    @Override
    public void happened(Change change) {
        if (change instanceof Change.OfBrake brake) {
            ordered.put(brake);
            inForce = false;
        }
    }

    @Override
    public void patched(ApiServer cluster, ObjectNode before, ObjectNode after) {
        if (inForce && ordered.on(cluster.id(), before) == Braked.PAUSED) {
            throw broken(
                    cluster.id() + "/" + Manifests.text(before, "/metadata/name") + " was paused, and was written");
        }
    }

    @Override
    public void atRest(Situation situation) {
        inForce = true;
    }
}

package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.Manifests;
import java.util.HashSet;
import java.util.Set;

/** What is gone is gone for everybody: at rest no decision is pending, and no Manifest that was made anew got what was meant for the former. */
public final class DeletesPropagate implements Guarantee {

    /** Modules and versions of which there was ever a template. */
    private final Set<String> templates = new HashSet<>();

    @Override
    public void happened(Change change) {
        if (change instanceof Change.OfTemplate ofTemplate && ofTemplate.after() != null) {
            templates.add(ofTemplate.cluster() + "/" + ofTemplate.after().module());
        }
    }

    @Override
    public void patched(ApiServer cluster, ObjectNode before, ObjectNode after) {
        if (!templates.contains(cluster.id() + "/" + Manifests.text(before, "/spec/module"))
                && Manifests.ours(before).isEmpty()) {
            throw broken("a Manifest was written whose module never had a template");
        }
    }

    @Override
    public void atRest(Situation situation) {
        if (!situation.pending().isEmpty()) {
            throw broken("decisions are pending about " + situation.pending());
        }
    }
}

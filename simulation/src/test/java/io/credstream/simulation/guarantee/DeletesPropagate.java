package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What is gone is gone for everybody: at rest no decision is pending, and a Manifest that is made afterwards gets nothing of a template that
 * was gone by then.
 */
public final class DeletesPropagate implements Guarantee {

    /** Of which there is, or was since all was at rest, a template: cluster, module and version. */
    private final Set<String> templates = new HashSet<>();

    private final Set<String> gone = new HashSet<>();
    private final Pins pins = new Pins();
    private boolean restedBefore;

    @Override
    public void happened(Change change) {
        if (change instanceof Change.OfTemplate(String cluster, ModuleTemplate before, ModuleTemplate after)) {
            ModuleTemplate named = Objects.requireNonNull(after == null ? before : after);
            String key = key(cluster, named.module(), named.version());
            if (after == null) {
                gone.add(key);
            } else {
                gone.remove(key);
                templates.add(key);
            }
        } else if (change instanceof Change.OfPin pin) {
            pins.put(pin);
        }
    }

    @Override
    public void patching(String uid, long version, ObjectNode before, ObjectNode after) {
        if (!Manifests.text(before, "/metadata/uid").equals(uid)) {
            throw broken("a Manifest that was made anew got what was meant for the former");
        }
    }

    @Override
    public void patched(ApiServer cluster, ObjectNode before, ObjectNode after) {
        String module = Manifests.text(before, "/spec/module");
        boolean any = templates.contains(key(cluster.id(), module, "1.0.0"))
                || templates.contains(key(cluster.id(), module, "2.0.0"));
        boolean its = templates.contains(key(cluster.id(), module, Manifests.text(before, "/spec/version")));
        boolean pinned = pins.pinnedRecently(cluster.id(), before);
        if (Manifests.ours(before).isEmpty() && !pinned && !(restedBefore ? its : any)) {
            throw broken(cluster.id() + "/" + Manifests.text(before, "/metadata/name")
                    + " was written, and its module has no template");
        }
    }

    @Override
    public void atRest(Situation situation) {
        if (!situation.pending().isEmpty()) {
            throw broken("decisions are pending about " + situation.pending());
        }
        restedBefore = true;
        pins.rest(situation.now());
        templates.removeAll(gone);
        gone.clear();
    }

    private static String key(String cluster, String module, String version) {
        return cluster + "/" + module + "/" + version;
    }
}

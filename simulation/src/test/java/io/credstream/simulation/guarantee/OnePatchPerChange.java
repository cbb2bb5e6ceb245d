package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A Manifest is written at most as often as something happened that concerns it; and once, if at all, for one change that happens while
 * everything is at rest.
 */
public final class OnePatchPerChange implements Guarantee {

    private record Known(String cluster, String uid, String module) {}

    private final Map<String, Known> manifests = new TreeMap<>();

    /** By cluster and module, how often a template or a Secret changed: one that is made late can still meet the former. */
    private final Map<String, Integer> shared = new TreeMap<>();

    private final Map<String, Integer> own = new TreeMap<>();
    private final Map<String, Integer> patches = new TreeMap<>();
    private final Map<String, Integer> sinceRest = new TreeMap<>();
    private final Map<String, Integer> pinned = new TreeMap<>();
    private final Pins pins = new Pins();
    private int changesSinceRest;
    private int brakes;
    private boolean restedBefore;

    @Override
    public void happened(Change change) {
        changesSinceRest++;
        switch (change) {
            case Change.OfManifest(String cluster, String name, ObjectNode before, ObjectNode after) -> {
                if (after == null) {
                    manifests.remove(cluster + "/" + name);
                } else {
                    Known known = new Known(
                            cluster, Manifests.text(after, "/metadata/uid"), Manifests.text(after, "/spec/module"));
                    manifests.put(cluster + "/" + name, known);
                    own.merge(known.uid(), 1, Integer::sum);
                }
            }
            case Change.OfTemplate(String cluster, ModuleTemplate before, ModuleTemplate after) -> {
                String module =
                        Objects.requireNonNull(after == null ? before : after).module();
                shared.merge(cluster + "/" + module, 1, Integer::sum);
            }
            case Change.OfSecret ofSecret -> shared.merge(ofSecret.cluster(), 1, Integer::sum);
            case Change.OfBrake brake -> brakes++;
            case Change.OfPin pin -> {
                pins.put(pin);
                boolean ends = pin.pin() != null && pin.pin().until() != null;
                changesSinceRest += ends ? 1 : 0;
                pinned.merge(pin.cluster() + "/" + pin.name(), ends ? 2 : 1, Integer::sum);
            }
        }
    }

    @Override
    public void patched(ApiServer cluster, ObjectNode before, ObjectNode after) {
        String name = cluster.id() + "/" + Manifests.text(before, "/metadata/name");
        String uid = Manifests.text(before, "/metadata/uid");
        Known known = Objects.requireNonNull(manifests.get(name));
        int often = patches.merge(uid, 1, Integer::sum);
        int reasons = own.getOrDefault(uid, 0)
                + shared.getOrDefault(cluster.id() + "/" + known.module(), 0)
                + shared.getOrDefault(cluster.id(), 0)
                + pinned.getOrDefault(name, 0)
                + brakes;
        if (often > reasons) {
            throw broken(name + " was written " + often + " times for " + reasons + " changes");
        }
        int since = sinceRest.merge(uid, 1, Integer::sum);
        if (restedBefore && since > changesSinceRest) {
            throw broken(name + " was written " + since + " times for " + changesSinceRest
                    + " changes since all was at rest");
        }
    }

    @Override
    public void atRest(Situation situation) {
        restedBefore = true;
        changesSinceRest = pins.ending(situation.now());
        sinceRest.clear();
    }
}

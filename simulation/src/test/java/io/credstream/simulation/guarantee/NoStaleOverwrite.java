package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.Manifests;
import io.credstream.simulation.cluster.ModuleTemplate;
import io.credstream.simulation.cluster.ModuleTemplate.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What is written goes forward: no selector is written that its template stopped to ask for before it asked for the one that was written
 * last. A Manifest that has nothing of ours begins anew; a late first write passes there, and is known to ({@code GuardedPatch}).
 */
public final class NoStaleOverwrite implements Guarantee {

    /** By template and layer, everything that it asked for, in order. */
    private final Map<String, List<Ask>> asked = new TreeMap<>();

    /** By Manifest, template and layer, which of it was written last, at the earliest. */
    private final Map<String, Integer> written = new TreeMap<>();

    private final Pins pins = new Pins();

    @Override
    public void atRest(Situation situation) {
        pins.rest(situation.now());
    }

    @Override
    public void happened(Change change) {
        if (change instanceof Change.OfPin pin) {
            pins.put(pin);
        }
        if (change instanceof Change.OfTemplate(String cluster, ModuleTemplate before, ModuleTemplate after)) {
            ModuleTemplate named = Objects.requireNonNull(after == null ? before : after);
            for (String layer : Manifests.LAYERS) {
                asked.computeIfAbsent(key(cluster, named.module(), named.version(), layer), k -> new ArrayList<>())
                        .add(after == null ? Ask.NOTHING : after.ask(layer));
            }
        }
    }

    @Override
    public void patched(ApiServer cluster, ObjectNode before, ObjectNode after) {
        for (String layer : Manifests.LAYERS) {
            JsonNode selector = Manifests.selector(after, layer);
            if (selector == null || selector.equals(Manifests.selector(before, layer))) {
                continue;
            }
            String module = Manifests.text(before, "/spec/module");
            boolean known = pins.saidRecently(
                    cluster.id(),
                    before,
                    layer,
                    Ask.of(selector.at("/matchLabels/cred").asText()));
            for (String version : List.of("1.0.0", "2.0.0")) { // an upgrade between decision and write is not guarded
                known |= advances(
                        cluster.id(),
                        before,
                        module,
                        version,
                        layer,
                        selector.at("/matchLabels/cred").asText());
            }
            if (!known) {
                throw broken("an outdated " + selector + " was written to " + cluster.id() + "/"
                        + Manifests.text(before, "/metadata/name") + " on " + layer);
            }
        }
    }

    private boolean advances(
            String cluster, ObjectNode manifest, String module, String version, String layer, String value) {
        List<Ask> all = asked.getOrDefault(key(cluster, module, version, layer), List.of());
        String key = Manifests.text(manifest, "/metadata/uid") + "/" + version + "/" + layer;
        int from = Manifests.ours(manifest).isEmpty() ? 0 : written.getOrDefault(key, 0);
        for (int i = from; i < all.size(); i++) {
            if (all.get(i).equals(Ask.of(value))) {
                written.put(key, i);
                return true;
            }
        }
        return false;
    }

    private static String key(String cluster, String module, String version, String layer) {
        return cluster + "/" + module + "/" + version + "/" + layer;
    }
}

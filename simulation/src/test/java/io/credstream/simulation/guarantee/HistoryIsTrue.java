package io.credstream.simulation.guarantee;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.credstream.simulation.cluster.ApiServer;
import io.credstream.simulation.cluster.ApiServer.Kind;
import io.credstream.simulation.cluster.Manifests;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the log says of a moment at which everything was at rest is what was so; at that moment, and whenever it is asked later. */
public final class HistoryIsTrue implements Guarantee {

    /**
     * What is said of a Manifest.
     *
     * @param selectors by layer
     * @param differs whether something would have to be written
     */
    public record Told(Map<String, @Nullable String> selectors, boolean differs) {
        public Told {
            selectors = new HashMap<>(selectors); // which may hold none
        }
    }

    private record Truth(long line, Instant moment, Map<String, Told> manifests) {}

    private @Nullable Truth first;
    private @Nullable Truth last;

    @Override
    public void atRest(Situation situation) {
        last = new Truth(situation.line(), situation.now(), manifests(situation));
        if (first == null) {
            first = last;
            check(situation, first);
        }
    }

    @Override
    public void inTheEnd(Situation situation) {
        check(situation, Objects.requireNonNull(first));
        check(situation, Objects.requireNonNull(last));
    }

    private void check(Situation situation, Truth truth) {
        Map<String, Told> told = situation.told(truth.line(), truth.moment());
        if (!told.equals(truth.manifests())) {
            throw broken("of " + truth.moment() + " it is told " + told + ", and it was " + truth.manifests());
        }
    }

    private static Map<String, Told> manifests(Situation situation) {
        Map<String, Told> all = new TreeMap<>();
        for (ApiServer cluster : situation.clusters()) {
            cluster.objects(Kind.MANIFEST).forEach((name, event) -> {
                if (event.object() instanceof ObjectNode manifest) {
                    Map<String, @Nullable String> selectors = new HashMap<>();
                    for (String layer : Manifests.LAYERS) {
                        if (Manifests.layer(manifest, layer) != null) {
                            selectors.put(layer, Manifests.canonical(Manifests.selector(manifest, layer)));
                        }
                    }
                    all.put(cluster.id() + "/" + name, new Told(selectors, false));
                }
            });
        }
        return all;
    }
}

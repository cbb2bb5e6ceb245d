package io.credstream.accident;

import io.credstream.guarantee.TestFleet;
import io.credstream.sandbox.api.Fault;
import io.credstream.sandbox.api.Faults;
import io.credstream.sandbox.objects.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The requests to patch Manifests, counted where they arrive: those that are refused, too. */
final class Patches {

    private final Map<String, Integer> requests = new ConcurrentHashMap<>();
    private final Map<String, Instant> carriedOut = new ConcurrentHashMap<>();

    /** Counts all that come from now on. */
    Patches(TestFleet world) {
        for (String id : AccidentFleet.CONTROL_PLANES) {
            // A fault that never strikes sees every request, whatever becomes of it.
            world.cluster(id)
                    .faults()
                    .inject(
                            new Fault.Delay(Duration.ZERO),
                            request -> {
                                if (request.is("patch", ResourceKind.MANIFESTS)) {
                                    requests.merge(id + "/" + request.name(), 1, Integer::sum);
                                }
                                return false;
                            },
                            Faults.ALWAYS);
            world.cluster(id).audit().read(entry -> {
                if (entry.request().is("patch", ResourceKind.MANIFESTS)) {
                    carriedOut.putIfAbsent(id + "/" + entry.request().name(), Instant.now());
                }
            });
        }
    }

    /** Starts to count anew. */
    void reset() {
        requests.clear();
        carriedOut.clear();
    }

    /** How many there were for each Manifest, by control plane and name. */
    SortedMap<String, Integer> requests() {
        return new TreeMap<>(requests);
    }

    int total() {
        return requests.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** For how many Manifests there was one that was carried out. */
    int manifests() {
        return carriedOut.size();
    }

    /** As above, on one control plane. */
    int manifests(String controlPlane) {
        return Math.toIntExact(carriedOut.keySet().stream()
                .filter(manifest -> manifest.startsWith(controlPlane + "/"))
                .count());
    }

    /** When the last Manifest got its first patch. Those that come again are counted, but make nothing right that was not. */
    Instant last() {
        return carriedOut.values().stream().max(Instant::compareTo).orElseThrow();
    }
}
